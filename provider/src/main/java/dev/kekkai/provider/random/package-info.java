/** Nonces: random ones, from a generator that the operating system seeds. See docs/nonces.md. */
@NullMarked
package dev.kekkai.provider.random;

import org.jspecify.annotations.NullMarked;
