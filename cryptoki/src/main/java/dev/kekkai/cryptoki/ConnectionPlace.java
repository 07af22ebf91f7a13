package dev.kekkai.cryptoki;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where callers find the connection to a token, and wait for one while there is none; and where
 * they say that something is wrong with it. The {@link Supervisor} puts it there and takes it away.
 * Thread-safe.
 */
final class ConnectionPlace {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionPlace.class);

  /** A suspicion that bad input may raise is worth a look this often. */
  private static final long DOUBT_INTERVAL = TimeUnit.SECONDS.toNanos(1);

  /** A pause between attempts lasts this long even when another token waits. */
  private static final long IN_A_HURRY = TimeUnit.MILLISECONDS.toNanos(10);

  private final String token;
  private final Duration deadline;
  private final Duration failFastAfter;

  private final ReentrantLock lock = new ReentrantLock();

  /** The connection came or went, or a look is done. */
  private final Condition changed = lock.newCondition();

  /** Something to do for the supervisor. */
  private final Condition wake = lock.newCondition();

  private volatile @Nullable Connection current;
  private volatile Outage outage = Outage.none();
  private volatile long lastLook = System.nanoTime();
  private volatile boolean closed;

  // Under the lock:
  private long suspected;
  private long answered;
  private String firstSign = "";
  private boolean hurried;
  private long nextAttempt;
  private long recoveries;

  ConnectionPlace(String token, Connection first, TokenTimes times) {
    this.token = token;
    this.current = first;
    this.deadline = times.deadline();
    this.failFastAfter = times.failFastAfter();
  }

  // --- For callers --------------------------------------------------------------------------

  /** The connection; waits for one within the caller's deadline. */
  Connection connection() throws TokenException {
    Connection now = current;
    return now != null ? now : await();
  }

  @Nullable Connection connectionOrNull() {
    return current;
  }

  private Connection await() throws TokenException {
    Deadline until = Deadline.currentOr(deadline);
    lock.lock();
    try {
      while (true) {
        Connection now = current;
        if (now != null) {
          return now;
        }
        refuse();
        long left = Math.min(until.nanosLeft(), failFastAfter.minus(outage.age()).toNanos());
        if (left <= 0) {
          throw outage.explain(token);
        }
        changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException("Interrupted while waiting for the token to come back", true, e);
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock: states in which nobody waits. */
  private void refuse() throws TokenException {
    if (closed) {
      throw new TokenException("The token has been closed", false, null);
    }
    if (outage.state() != TokenState.RECOVERING && outage.state() != TokenState.UP) {
      throw outage.explain(token);
    }
  }

  void requireUp() throws TokenException {
    if (current == null) {
      lock.lock();
      try {
        refuse();
        if (current == null) {
          throw outage.explain(token);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Somebody saw what may mean that this connection is gone. Does not wait. */
  void suspect(Connection seen, String what) {
    lock.lock();
    try {
      if (current == seen) {
        raise(what);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Another token waits for a look at whatever connection there is, or for what comes of the next
   * attempt to get one; both are made soon.
   */
  void hurry(String what) {
    lock.lock();
    try {
      hurried = true;
      if (current == null) {
        wake.signalAll();
      } else {
        raise(what);
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #suspect}, for what bad input may have caused as well: seldom looked after. */
  void doubt(Connection seen, String what) {
    if (System.nanoTime() - lastLook > DOUBT_INTERVAL) {
      suspect(seen, what);
    }
  }

  /** Under the lock: the first sign since the last look is what the log tells. */
  private long raise(String what) {
    if (suspected == answered) {
      firstSign = what;
    }
    wake.signalAll();
    return ++suspected;
  }

  /**
   * Waits for a look that begins after now, or for the end of the connection.
   *
   * @return whether the token was found well; else {@link #connection()} waits for the next one
   */
  boolean isWell(Deadline until) throws TokenException {
    lock.lock();
    try {
      Connection before = current;
      if (before == null) {
        return false;
      }
      long mine = raise("a caller's work failed");
      while (current == before && answered < mine && !closed) {
        long left = until.nanosLeft();
        if (left <= 0) {
          return true; // the caller has no time for more; what it saw is what it tells
        }
        changed.awaitNanos(left);
      }
      return current == before;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException("Interrupted while waiting for a look at the token", true, e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until it is known here as well, where another token of the module had it initialised
   * again: until then callers get a connection that lets nobody in.
   */
  void leaveEnded(Deadline until) throws TokenException {
    if (isEnded()) {
      isWell(until);
    }
  }

  private boolean isEnded() {
    Connection now = current;
    return now != null && !now.module().gate().isOpen();
  }

  Outage outage() {
    return outage;
  }

  long recoveries() {
    lock.lock();
    try {
      return recoveries;
    } finally {
      lock.unlock();
    }
  }

  /** Until the next attempt; null while there is nothing to attempt. */
  @Nullable Duration untilNextAttempt() {
    lock.lock();
    try {
      return current != null || closed
          ? null
          : Duration.ofNanos(Math.max(0, nextAttempt - System.nanoTime()));
    } finally {
      lock.unlock();
    }
  }

  /** The last connection there was; for the one who closes it. Nobody gets another one. */
  @Nullable Connection close() {
    lock.lock();
    try {
      closed = true;
      Connection last = current;
      current = null;
      outage = new Outage(TokenState.CLOSED, Instant.now(), System.nanoTime(), 0, null);
      changed.signalAll();
      wake.signalAll();
      return last;
    } finally {
      lock.unlock();
    }
  }

  // --- For the supervisor -------------------------------------------------------------------

  boolean isClosed() {
    return closed;
  }

  /**
   * Waits for a suspicion, but at most {@code mostNanos}, and until the last look lies {@code
   * leastNanos} back, unless another token waits or it is known already what it will find. Nobody
   * has a reason to interrupt the supervisor; whoever does ends the wait.
   */
  void awaitSuspicion(long leastNanos, long mostNanos) {
    lock.lock();
    try {
      long most = System.nanoTime() + mostNanos;
      long least = lastLook + leastNanos;
      for (long left = most - System.nanoTime();
          !closed && suspected == answered && left > 0;
          left = most - System.nanoTime()) {
        wake.awaitNanos(left);
      }
      for (long left = least - System.nanoTime();
          !closed && !hurried && !isEnded() && left > 0;
          left = least - System.nanoTime()) {
        wake.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      LOG.debug("The wait for a suspicion was interrupted");
    } finally {
      lock.unlock();
    }
  }

  /** Ends early when the token is closed, or another one waits for this one. */
  void pause(long nanos) {
    lock.lock();
    try {
      long begin = System.nanoTime();
      hurried = false;
      for (long left = nanos; !closed && left > 0; ) {
        wake.awaitNanos(left);
        left = begin + (hurried ? Math.min(nanos, IN_A_HURRY) : nanos) - System.nanoTime();
      }
    } catch (InterruptedException e) {
      LOG.debug("A pause between attempts was interrupted");
    } finally {
      lock.unlock();
    }
  }

  /** The suspicions that a look which begins now answers. */
  long asked() {
    lock.lock();
    try {
      hurried = false;
      return suspected;
    } finally {
      lock.unlock();
    }
  }

  /** The token was found well. */
  void answer(long asked) {
    lock.lock();
    try {
      answered = asked;
      lastLook = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody gets the connection any more; null when the token is closed, else the first sign. */
  @Nullable String lose() {
    lock.lock();
    try {
      if (closed) {
        return null;
      }
      current = null;
      outage = new Outage(TokenState.RECOVERING, Instant.now(), System.nanoTime(), 0, null);
      nextAttempt = System.nanoTime();
      changed.signalAll();
      return suspected == answered ? "seen by the regular look" : firstSign;
    } finally {
      lock.unlock();
    }
  }

  /** There is another one; the outage that is over, or null when the token is closed. */
  @Nullable Outage regain(Connection connection) {
    lock.lock();
    try {
      if (closed) {
        return null;
      }
      Outage past = outage;
      current = connection;
      outage = Outage.none();
      recoveries++;
      answered = suspected;
      lastLook = System.nanoTime();
      changed.signalAll();
      return past;
    } finally {
      lock.unlock();
    }
  }

  /** The outage has another state; returns the one before, or null when the token is closed. */
  @Nullable TokenState become(TokenState next, int attempt, @Nullable TokenException why) {
    lock.lock();
    try {
      if (closed) {
        return null;
      }
      TokenState before = outage.state();
      outage = outage.as(next, attempt, why);
      changed.signalAll();
      return before;
    } finally {
      lock.unlock();
    }
  }

  void planAttempt(long afterNanos) {
    lock.lock();
    try {
      nextAttempt = System.nanoTime() + afterNanos;
    } finally {
      lock.unlock();
    }
  }
}
