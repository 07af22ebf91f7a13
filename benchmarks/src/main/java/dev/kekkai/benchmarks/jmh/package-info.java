/** The same operations as JMH benchmarks. */
@NullMarked
package dev.kekkai.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
