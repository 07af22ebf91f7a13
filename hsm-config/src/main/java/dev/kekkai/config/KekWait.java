package dev.kekkai.config;

import dev.kekkai.config.settings.Parsers;
import java.time.Duration;

/** How long a disabled KEK version waits until it may be destroyed. */
public final class KekWait {
  /** Where nothing is configured: 30 days. */
  public static final Duration DEFAULT = Duration.ofDays(30);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(3650);

  private KekWait() {}

  /**
   * Reads one as {@code kek.destroy-wait} takes it.
   *
   * @param text such as {@code 30d}; 1 s to 3650 days
   * @return the duration
   * @throws IllegalArgumentException when it is none; says what would be right
   */
  public static Duration parse(String text) {
    return Parsers.duration(SHORTEST, LONGEST, "1s to 3650d").parse(text);
  }
}
