package dev.kekkai.keyserver.config;

import java.time.Duration;

/** The section {@code limits}. */
final class LimitReader {
  private static final LimitSettings DEFAULT = LimitSettings.defaults();

  private final Keys keys;

  LimitReader(Keys keys) {
    this.keys = keys;
  }

  LimitSettings read() {
    LimitSettings read =
        new LimitSettings(
            (int) size("body", 16 << 10, 64 << 20, "16KiB to 64MiB", DEFAULT.bodyBytes()),
            size("bodies", 1 << 20, 16L << 30, "1MiB to 16GiB", DEFAULT.bodiesBytes()),
            (int) size("header", 4 << 10, 64 << 10, "4KiB to 64KiB", DEFAULT.headerBytes()),
            keys.number("batch", 1, 1_000, DEFAULT.batch()),
            keys.number("connections", 1, 100_000, DEFAULT.connections()),
            keys.number("accepts", 1, 100_000, DEFAULT.accepts()),
            keys.number("streams", 1, 1_000, DEFAULT.streams()),
            keys.number("threads", 1, 1_000, DEFAULT.threads()),
            keys.number("queue", 0, 100_000, DEFAULT.queue()),
            time("handshake-timeout", "1s", "1m", DEFAULT.handshakeTimeout()),
            time("idle-timeout", "1s", "1h", DEFAULT.idleTimeout()),
            time("body-timeout", "1s", "5m", DEFAULT.bodyTimeout()),
            time("request-timeout", "1s", "5m", DEFAULT.requestTimeout()),
            time("answer-timeout", "1s", "5m", DEFAULT.answerTimeout()),
            time("drain-timeout", "1s", "5m", DEFAULT.drainTimeout()));
    if (read.bodiesBytes() < read.bodyBytes()) {
      keys.problem("bodies", null, "must not be less than limits.body");
    }
    keys.end();
    return read;
  }

  private long size(String key, long min, long max, String range, long fallback) {
    return keys.optional(key, Parse.size(min, max, range)).orElse(fallback);
  }

  private Duration time(String key, String min, String max, Duration fallback) {
    return keys.optional(key, Parse.duration(min, max)).orElse(fallback);
  }
}
