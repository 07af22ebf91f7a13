package dev.kekkai.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the launcher tells in system properties. */
record Settings(
    Path work,
    Path out,
    Path sources,
    @Nullable Path softHsm,
    @Nullable Path nss,
    List<String> notes) {
  private static final String PREFIX = "kekkai.bench.";

  static Settings ofSystem() {
    List<String> notes = new ArrayList<>();
    return new Settings(
        required("work"),
        required("out"),
        required("sources"),
        module("softhsm2", notes),
        module("nss", notes),
        notes);
  }

  private static Path required(String name) {
    String value = System.getProperty(PREFIX + name, "");
    if (value.isEmpty()) {
      throw new IllegalStateException("-D" + PREFIX + name + " is missing: use ./kekkai bench");
    }
    return Path.of(value);
  }

  private static @Nullable Path module(String name, List<String> notes) {
    String value = System.getProperty(PREFIX + "module." + name, "");
    if (value.isEmpty()) {
      notes.add("The module " + name + " could not be had, so its rows are missing");
      return null;
    }
    return Path.of(value);
  }
}
