/**
 * The binding through {@code java.lang.foreign}. What is here stands in for it on Java 17 to 21;
 * the binding itself is in {@code src/main/java22}, and in {@code META-INF/versions/22} of the jar.
 */
@NullMarked
package dev.kekkai.cryptoki.ffm;

import org.jspecify.annotations.NullMarked;
