package dev.kekkai.keyserver.db;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The databases that the key server speaks to. */
public enum Dialect {
  /** PostgreSQL, for any number of servers. */
  POSTGRESQL("jdbc:postgresql:"),
  /** H2, for the demo and for tests. */
  H2("jdbc:h2:");

  private final String prefix;

  Dialect(String prefix) {
    this.prefix = prefix;
  }

  /** The dialect of a JDBC URL; null for any other database. */
  static @Nullable Dialect of(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    for (Dialect dialect : values()) {
      if (lower.startsWith(dialect.prefix)) {
        return dialect;
      }
    }
    return null;
  }

  /** Where Flyway finds the tables. */
  String migrations() {
    return "classpath:META-INF/kekkai/key-server/" + name().toLowerCase(Locale.ROOT);
  }
}
