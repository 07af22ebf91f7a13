/** Reading key-value text with every problem collected; for files of our own only. */
@NullMarked
package dev.kekkai.config.settings;

import org.jspecify.annotations.NullMarked;
