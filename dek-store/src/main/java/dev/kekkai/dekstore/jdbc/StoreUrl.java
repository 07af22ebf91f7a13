package dev.kekkai.dekstore.jdbc;

import dev.kekkai.config.Environment;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Refuses the URLs of databases that would lose what they acknowledged. */
final class StoreUrl {
  private static final String H2 = "jdbc:h2:";
  private static final String DURABLE = "WRITE_DELAY=0";

  private StoreUrl() {}

  static void check(String url, Environment environment) {
    if (!url.toLowerCase(Locale.ROOT).startsWith(H2)) {
      return;
    }
    if (environment == Environment.PRODUCTION) {
      throw refused("environment = production refuses an H2 store: use a PostgreSQL URL");
    }
    boolean durable =
        Arrays.stream(url.split(";", -1)).anyMatch(s -> s.trim().equalsIgnoreCase(DURABLE));
    if (!durable) {
      throw refused(
          "an H2 store loses acknowledged rows on a kill by default: add ;WRITE_DELAY=0 to the"
              + " URL");
    }
  }

  /** Without the URL, which may hold a password. */
  private static ConfigException refused(String why) {
    return new ConfigException("DEK store", List.of(new Problem("store", null, why)));
  }
}
