/** The process in which one contender runs, told what to do line by line. */
@NullMarked
package dev.kekkai.benchmarks.worker;

import org.jspecify.annotations.NullMarked;
