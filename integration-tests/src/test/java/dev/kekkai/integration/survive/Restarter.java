package dev.kekkai.integration.survive;

import dev.kekkai.testkit.fault.Shim;
import java.time.Duration;
import java.util.Random;

/**
 * Restarts the HSM over and over, by turns one that reboots behind its library and one whose
 * library somebody finalises. What functions answer meanwhile, and for how long, is left to chance.
 */
final class Restarter implements AutoCloseable {
  private static final long[] ANSWERS = {0x30, 0x32, 0xE0, 0x5};

  private final Shim shim;
  private final Duration every;
  private final int longestMillis;
  private final Random random;
  private final Thread thread = new Thread(this::run, "restarter");
  private volatile boolean stopped;
  private volatile int outages;

  Restarter(Shim shim, Duration every, Duration longest, long seed) {
    this.shim = shim;
    this.every = every;
    this.longestMillis = Math.toIntExact(longest.toMillis());
    this.random = new Random(seed);
    thread.start();
  }

  private void run() {
    long next = System.nanoTime();
    try {
      while (!stopped) {
        next += every.toNanos();
        Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())).toMillis());
        if (!stopped) {
          shim.awaitBack();
          outage();
        }
      }
    } catch (InterruptedException e) {
      stopped = true;
    }
    shim.awaitBack();
  }

  private void outage() {
    Duration down = Duration.ofMillis(1 + random.nextInt(longestMillis));
    long answer = ANSWERS[random.nextInt(ANSWERS.length)];
    if (outages % 2 == 0) {
      shim.reboot(down, answer);
    } else {
      shim.finalizeBehindOurBack(down, answer);
    }
    outages++;
  }

  int outages() {
    return outages;
  }

  /** Returns when the HSM is there again. */
  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.interrupt();
    thread.join();
  }
}
