/** Runs the examples. */
@NullMarked
package dev.kekkai.examples;

import org.jspecify.annotations.NullMarked;
