/** AES-GCM with a DEK. */
@NullMarked
package dev.kekkai.provider.spi.gcm;

import org.jspecify.annotations.NullMarked;
