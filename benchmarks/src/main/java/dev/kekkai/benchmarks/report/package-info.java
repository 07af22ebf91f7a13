/** The table, the JSON file and the chart. */
@NullMarked
package dev.kekkai.benchmarks.report;

import org.jspecify.annotations.NullMarked;
