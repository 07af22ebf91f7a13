/** Faults that no real module produces on demand. */
@NullMarked
package dev.kekkai.testkit.fault;

import org.jspecify.annotations.NullMarked;
