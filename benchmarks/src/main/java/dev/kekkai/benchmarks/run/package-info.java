/** Measures the plan: tokens, worker processes, rounds in alternation. */
@NullMarked
package dev.kekkai.benchmarks.run;

import org.jspecify.annotations.NullMarked;
