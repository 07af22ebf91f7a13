package dev.kekkai.keyserver.http;

import java.util.List;

/** Whether a server can do its work. Thread-safe; asks nobody and returns at once. */
@FunctionalInterface
public interface Readiness {
  /**
   * What is missing.
   *
   * @return fixed words such as {@code token} or {@code audit}; none when it is ready
   */
  List<String> missing();
}
