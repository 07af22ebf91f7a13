package dev.kekkai.cryptoki;

import java.time.Duration;

/** How borrowers of one pool come to a permit. Thread-safe. */
final class PermitWaits {
  private final SessionPool pool;
  private final Permits permits;
  private final WaitingLine line;
  private final long timeout;
  private final TokenListener listener;

  /**
   * For one pool.
   *
   * @param timeout the pool's own in nanoseconds, for the message to who waited less
   */
  PermitWaits(
      SessionPool pool, Permits permits, WaitingLine line, long timeout, TokenListener listener) {
    this.pool = pool;
    this.permits = permits;
    this.line = line;
    this.timeout = timeout;
    this.listener = listener;
  }

  /**
   * Takes a permit, in the order of arrival.
   *
   * @param until {@link System#nanoTime} at which to give up
   * @param allNanos how long that was from the start, for the message
   * @throws SessionExhaustedException when there was none in time
   */
  void acquire(long until, long allNanos) throws TokenException {
    if (line.waiting() == 0 && permits.tryTake()) {
      return;
    }
    try (WaitingLine.Place place = line.enter()) {
      if (!place.tryBeFirst() || !takeNow()) {
        await(place, until, allNanos);
      }
    }
  }

  /** A permit that is free, or that of a hot session. */
  private boolean takeNow() {
    while (!permits.tryTake()) {
      if (!pool.makeWay()) {
        return false;
      }
    }
    return true;
  }

  private void await(WaitingLine.Place place, long until, long allNanos) throws TokenException {
    Borrowers before = new Borrowers(pool.sessions());
    long start = System.nanoTime();
    boolean got = false;
    try {
      got = place.beFirst(until - start) && takeAsFirst(until);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException("Interrupted while waiting for a PKCS#11 session", true, e);
    } finally {
      listener.waited(System.nanoTime() - start, got && !pool.hasEnded());
    }
    if (!got) {
      throw new SessionExhaustedException(
          PoolExhaustion.message(Duration.ofNanos(allNanos), allNanos < timeout, pool, before));
    }
  }

  /**
   * A session that is given back during a turn stays with its thread, which may not come back for
   * it; so the first looks again when the turn is over. Later ones come with their permits, and the
   * looks after that are there for clocks that differ by a little.
   */
  private boolean takeAsFirst(long until) throws InterruptedException {
    long nap = WaitingLine.TURN;
    while (!takeNow()) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      if (permits.take(Math.min(nap, left))) {
        return true;
      }
      nap *= 2;
    }
    return true;
  }
}
