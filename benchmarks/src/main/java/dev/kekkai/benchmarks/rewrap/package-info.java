/** The rewrap of a DEK store beside its bound, the HSM alone. */
@NullMarked
package dev.kekkai.benchmarks.rewrap;

import org.jspecify.annotations.NullMarked;
