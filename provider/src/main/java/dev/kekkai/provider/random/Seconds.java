package dev.kekkai.provider.random;

import dev.kekkai.provider.concurrent.DaemonTimer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An epoch of at most a second. Reading the clock for each nonce would cost more than the nonce; so
 * a timer counts, and only while somebody has begun.
 */
final class Seconds implements Epoch {
  private final AtomicBoolean ticking = new AtomicBoolean();
  private volatile int now;

  @Override
  public int now() {
    return now;
  }

  @Override
  public int begin() {
    if (ticking.compareAndSet(false, true)) {
      boolean started = false;
      try {
        DaemonTimer.after(TimeUnit.SECONDS.toNanos(1), this::tick);
        started = true;
      } finally {
        ticking.set(started);
      }
    }
    return now;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one at a time: the next is begun after this one
  private void tick() {
    now++;
    ticking.set(false);
  }
}
