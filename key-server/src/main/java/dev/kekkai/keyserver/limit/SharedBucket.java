package dev.kekkai.keyserver.limit;

import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.BucketProxy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A bucket in the database, as one version of the registry has it. It remembers when it was last
 * found too empty: until it has been refilled, nobody has to ask the database again. Thread-safe.
 */
final class SharedBucket {
  private final long version;
  private final BucketProxy proxy;
  private volatile @Nullable Refusal refusal;

  SharedBucket(long version, BucketProxy proxy) {
    this.version = version;
    this.proxy = proxy;
  }

  long version() {
    return version;
  }

  /** Writes the bucket's state if there is none: a batch of its users must not be the first. */
  void create() {
    proxy.getAvailableTokens();
  }

  /** Takes tokens; zero when they were taken, else how long to wait. */
  Duration take(int items) {
    long remembered = remembered(items);
    if (remembered > 0) {
      return Duration.ofNanos(remembered);
    }
    ConsumptionProbe probe = proxy.tryConsumeAndReturnRemaining(items);
    if (probe.isConsumed()) {
      return Duration.ZERO;
    }
    long wait = Math.max(1, probe.getNanosToWaitForRefill());
    refusal = new Refusal(items, System.nanoTime(), wait);
    return Duration.ofNanos(wait);
  }

  /** Puts tokens back, up to what it holds; who was refused meanwhile need not wait as long. */
  void giveBack(int items) {
    proxy.addTokens(items);
    refusal = null;
  }

  /**
   * Other servers' returns apart, tokens come back with time only, so who wants as many or more has
   * to wait as long.
   */
  private long remembered(int items) {
    Refusal last = refusal;
    return last == null || items < last.items ? 0 : last.nanos - (System.nanoTime() - last.at);
  }

  /** That there were fewer tokens than this many, and for how long. */
  private record Refusal(int items, long at, long nanos) {}
}
