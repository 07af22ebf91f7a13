package dev.kekkai.keyserver.audit.format;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as they are written down: microseconds since 1970, UTC. */
final class Micros {
  private static final long PER_SECOND = 1_000_000;

  private Micros() {}

  static long of(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), PER_SECOND), time.getNano() / 1_000);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
  }

  static Instant cut(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
