package dev.kekkai.integration.survive;

import dev.kekkai.testkit.fault.Shim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Times from the end of each outage to the first work that one provider did in the token after it.
 * Thread-safe.
 */
final class RecoveryTimes {
  private final Shim shim;
  private final AtomicLong lastBack;
  private final List<Long> nanos = new ArrayList<>();

  RecoveryTimes(Shim shim) {
    this.shim = shim;
    this.lastBack = new AtomicLong(shim.lastBackNanos());
  }

  /** Work in the token has just been done. */
  void worked() {
    long now = System.nanoTime();
    if (shim.isDown()) {
      return; // it was done before
    }
    long back = shim.lastBackNanos();
    long last = lastBack.get();
    if (back != last && now >= back && lastBack.compareAndSet(last, back)) {
      synchronized (nanos) {
        nanos.add(now - back);
      }
    }
  }

  int count() {
    return sorted().size();
  }

  /** The least time that so many percent do not exceed. */
  Duration percentile(int percent) {
    List<Long> sorted = sorted();
    int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
    return Duration.ofNanos(sorted.isEmpty() ? Long.MAX_VALUE : sorted.get(Math.max(0, index)));
  }

  private List<Long> sorted() {
    synchronized (nanos) {
      return nanos.stream().sorted().toList();
    }
  }

  String describe() {
    List<Long> sorted = sorted();
    return String.format(
        "%d recoveries, ms: p50 %d, p95 %d, max %d; all %s",
        sorted.size(),
        percentile(50).toMillis(),
        percentile(95).toMillis(),
        percentile(100).toMillis(),
        sorted.stream().map(TimeUnit.NANOSECONDS::toMillis).toList());
  }
}
