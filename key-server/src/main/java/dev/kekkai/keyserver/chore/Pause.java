package dev.kekkai.keyserver.chore;

import java.time.Duration;

/** Pauses between attempts: each twice as long as the one before, up to a limit. */
public final class Pause {
  private final Duration first;
  private final Duration longest;
  private Duration next;

  /**
   * Pauses within bounds.
   *
   * @param first the first pause
   * @param longest the longest one
   */
  public Pause(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  /**
   * How long to wait now; the next one is longer.
   *
   * @return the pause
   */
  public Duration next() {
    Duration pause = next;
    Duration twice = pause.multipliedBy(2);
    next = twice.compareTo(longest) > 0 ? longest : twice;
    return pause;
  }

  /** Begins anew: it worked. */
  public void reset() {
    next = first;
  }
}
