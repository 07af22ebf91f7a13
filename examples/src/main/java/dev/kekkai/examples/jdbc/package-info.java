/** An encrypted column with plain JDBC. */
@NullMarked
package dev.kekkai.examples.jdbc;

import org.jspecify.annotations.NullMarked;
