/** Reading key-value text with every problem collected; internal to this module. */
@NullMarked
package dev.kekkai.config.settings;

import org.jspecify.annotations.NullMarked;
