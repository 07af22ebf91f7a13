/** What the table has: rows, columns, goals. */
@NullMarked
package dev.kekkai.benchmarks.plan;

import org.jspecify.annotations.NullMarked;
