/** Where a PIN comes from, and the PIN itself for the short time it is needed. */
@NullMarked
package dev.kekkai.config.pin;

import org.jspecify.annotations.NullMarked;
