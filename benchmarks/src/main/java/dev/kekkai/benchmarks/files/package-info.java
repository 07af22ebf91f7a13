/** Measures files: the command beside a plain loop over SunJCE, in small heaps. */
@NullMarked
package dev.kekkai.benchmarks.files;

import org.jspecify.annotations.NullMarked;
