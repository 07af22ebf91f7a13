/** Measures the key server beside what its HSM could do with nobody else on the machine. */
@NullMarked
package dev.kekkai.benchmarks.server;

import org.jspecify.annotations.NullMarked;
