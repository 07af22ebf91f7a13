package dev.kekkai.benchmarks;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the launcher tells in system properties. */
record Settings(Path work, Path out, Path sources, @Nullable Path softHsm, @Nullable Path nss) {
  private static final String PREFIX = "kekkai.bench.";

  static Settings ofSystem() {
    return new Settings(
        required("work"),
        required("out"),
        required("sources"),
        optional("module.softhsm2"),
        optional("module.nss"));
  }

  private static Path required(String name) {
    Path path = optional(name);
    if (path == null) {
      throw new IllegalStateException("-D" + PREFIX + name + " is missing: use ./kekkai bench");
    }
    return path;
  }

  private static @Nullable Path optional(String name) {
    String value = System.getProperty(PREFIX + name, "");
    return value.isEmpty() ? null : Path.of(value);
  }
}
