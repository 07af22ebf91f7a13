/** AES key wrap and RSA-OAEP with a KEK on the token. */
@NullMarked
package dev.kekkai.provider.spi.wrap;

import org.jspecify.annotations.NullMarked;
