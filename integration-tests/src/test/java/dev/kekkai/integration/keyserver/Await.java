package dev.kekkai.integration.keyserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what will happen, however busy the machine is. */
final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Await() {}

  static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime() - end).as("time left until " + what).isNegative();
      Thread.sleep(10);
    }
  }
}
