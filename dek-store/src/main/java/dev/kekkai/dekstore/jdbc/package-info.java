/** The DEK store in a relational database, through plain JDBC. */
@NullMarked
package dev.kekkai.dekstore.jdbc;

import org.jspecify.annotations.NullMarked;
