/** Signatures and MACs with keys on the token, and the token's random numbers. */
@NullMarked
package dev.kekkai.provider.spi.sign;

import org.jspecify.annotations.NullMarked;
