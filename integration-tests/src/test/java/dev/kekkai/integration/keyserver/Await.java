package dev.kekkai.integration.keyserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what will happen, however busy the machine is. */
public final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Await() {}

  /**
   * Returns when it has happened.
   *
   * @param what it, for a message
   * @param condition whether it has
   */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime() - end).as("time left until " + what).isNegative();
      Thread.sleep(10);
    }
  }
}
