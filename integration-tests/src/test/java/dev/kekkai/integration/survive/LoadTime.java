package dev.kekkai.integration.survive;

import java.time.Duration;

/** How long loads run: a few seconds, or {@code -Dkekkai.load=60s}, {@code 10m}. */
final class LoadTime {
  private static final String ASKED = System.getProperty("kekkai.load", "");

  private LoadTime() {}

  static boolean isLong() {
    return !ASKED.isEmpty();
  }

  static Duration orShort(int seconds) {
    return isLong() ? Duration.parse("PT" + ASKED) : Duration.ofSeconds(seconds);
  }
}
