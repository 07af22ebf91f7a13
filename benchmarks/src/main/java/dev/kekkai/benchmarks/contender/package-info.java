/** What is measured: Kekkai and its peers, each with the same operations. */
@NullMarked
package dev.kekkai.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
