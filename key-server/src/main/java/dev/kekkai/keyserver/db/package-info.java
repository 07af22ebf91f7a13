/** The database that all servers share: connections that lose nothing, and its tables. */
@NullMarked
package dev.kekkai.keyserver.db;

import org.jspecify.annotations.NullMarked;
