package dev.kekkai.provider.random;

import dev.kekkai.provider.concurrent.DaemonTimer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An epoch of at most a second. Reading the clock for each nonce would cost more than the nonce; so
 * a timer counts, and only while somebody has begun.
 */
final class Seconds implements Epoch {
  private final AtomicBoolean ticking = new AtomicBoolean();
  private final AtomicInteger now = new AtomicInteger();

  @Override
  public int now() {
    return now.get();
  }

  @Override
  public int begin() {
    if (ticking.compareAndSet(false, true)) {
      startTimer();
    }
    return now.get();
  }

  private void startTimer() {
    boolean started = false;
    try {
      started = !DaemonTimer.after(TimeUnit.SECONDS.toNanos(1), this::tick).isCancelled();
    } finally {
      if (!started) {
        ticking.set(false);
      }
    }
  }

  /**
   * In this order: who begins in between starts another timer, and begins anew at once. The other
   * way round, they would begin with the new number and no timer to end it.
   */
  private void tick() {
    ticking.set(false);
    now.incrementAndGet();
  }
}
