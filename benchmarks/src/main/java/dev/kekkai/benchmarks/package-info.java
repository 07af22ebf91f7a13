/** The command {@code kekkai bench}. */
@NullMarked
package dev.kekkai.benchmarks;

import org.jspecify.annotations.NullMarked;
