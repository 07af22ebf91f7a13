/** Millions of operations under the eye of the process's resident memory. */
@NullMarked
package dev.kekkai.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
