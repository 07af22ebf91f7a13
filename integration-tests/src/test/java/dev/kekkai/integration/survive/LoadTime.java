package dev.kekkai.integration.survive;

import java.time.Duration;

/** How long loads run: a few seconds, or {@code -Dkekkai.load=60s}, {@code 10m}. */
public final class LoadTime {
  private static final String ASKED = System.getProperty("kekkai.load", "");

  private LoadTime() {}

  /** Whether somebody asked for a time. */
  public static boolean isLong() {
    return !ASKED.isEmpty();
  }

  /** The time asked for, else so many seconds. */
  public static Duration orShort(int seconds) {
    return isLong() ? Duration.parse("PT" + ASKED) : Duration.ofSeconds(seconds);
  }
}
