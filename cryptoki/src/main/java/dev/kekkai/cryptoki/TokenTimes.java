package dev.kekkai.cryptoki;

import dev.kekkai.config.KekkaiConfig;
import java.time.Duration;

/** How long callers wait, and how often it is looked whether the token is there. */
record TokenTimes(Duration deadline, Duration failFastAfter, Duration healthInterval) {
  static TokenTimes of(KekkaiConfig config) {
    return new TokenTimes(
        config.calls().deadline(),
        config.outages().failFastAfter(),
        config.outages().healthInterval());
  }
}
