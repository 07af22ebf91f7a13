package dev.kekkai.integration.survive;

import dev.kekkai.testkit.fault.Shim;
import java.time.Duration;
import java.util.Random;

/**
 * Restarts the HSM over and over, by turns one that reboots behind its library and one whose
 * library somebody finalises. What functions answer meanwhile, and for how long, is left to chance.
 */
final class Restarter extends Background {
  private static final long[] ANSWERS = {0x30, 0x32, 0xE0, 0x5};

  private final Shim shim;
  private final Duration every;
  private final int longestMillis;
  private final Random random;
  private long next;
  private volatile int outages;

  Restarter(Shim shim, Duration every, Duration longest, long seed) {
    super("restarter");
    this.shim = shim;
    this.every = every;
    this.longestMillis = Math.toIntExact(longest.toMillis());
    this.random = new Random(seed);
    this.next = System.nanoTime() + every.toNanos();
  }

  @Override
  void turn() throws InterruptedException {
    Thread.sleep(10);
    if (System.nanoTime() - next >= 0 && !shim.isDown()) {
      next += every.toNanos();
      outage();
    }
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
  void stop() throws Exception {
    super.stop();
    shim.awaitBack();
  }
}
