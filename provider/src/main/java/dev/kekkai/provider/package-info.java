/**
 * Kekkai as a JCA provider. Applications need {@link dev.kekkai.provider.KekkaiProvider} and the
 * parameter specs here; everything else goes through {@code javax.crypto} and {@code
 * java.security}.
 */
@NullMarked
package dev.kekkai.provider;

import org.jspecify.annotations.NullMarked;
