/** Making, importing and finding keys. */
@NullMarked
package dev.kekkai.provider.spi.keys;

import org.jspecify.annotations.NullMarked;
