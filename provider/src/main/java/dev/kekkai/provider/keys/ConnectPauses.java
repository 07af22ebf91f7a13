package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.BackOff;
import dev.kekkai.cryptoki.TokenException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Pauses between attempts to reach a token that has not been reached yet: every caller would load
 * and initialise the module anew, only to be told the same. For one thread at a time.
 */
final class ConnectPauses {
  private final LongSupplier nanoTime;
  private @Nullable TokenException last;
  private long firstNanos;
  private long pauseEndsNanos;

  /** With a clock like {@link System#nanoTime()}. */
  ConnectPauses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Throws what the last attempt did while it is too early for the next. */
  void refuseIfTooEarly() throws TokenException {
    TokenException before = last;
    if (before != null && pauseEndsNanos - nanoTime.getAsLong() > 0) {
      throw before;
    }
  }

  void failed(TokenException e) {
    long now = nanoTime.getAsLong();
    if (last == null || now - pauseEndsNanos > BackOff.MOST.toNanos()) {
      firstNanos = now; // long after the last one: another outage
    }
    last = e;
    pauseEndsNanos = now + BackOff.nanosAfter(now - firstNanos);
  }
}
