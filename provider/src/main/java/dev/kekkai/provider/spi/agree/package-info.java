/** ECDH with an EC KEK on the token. */
@NullMarked
package dev.kekkai.provider.spi.agree;

import org.jspecify.annotations.NullMarked;
