package dev.kekkai.cryptoki;

import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends sessions for single operations: at most {@code max} at once, a borrower waits at most the
 * timeout. The session used last is lent first, so that idle ones stay idle. Thread-safe.
 *
 * <p>Sessions of this pool own no session objects that outlive a loan (those are the {@link
 * OwnerSession}'s), so a session can be closed whenever a call on it failed: modules leave
 * operations active after an error.
 */
final class SessionPool {
  private static final Logger LOG = LoggerFactory.getLogger(SessionPool.class);

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  private final Opener opener;
  private final int max;
  private final Duration timeout;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
  private final Set<Loan> loans = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  SessionPool(Opener opener, int max, Duration timeout) {
    this.opener = opener;
    this.max = max;
    this.timeout = timeout;
    this.permits = new Semaphore(max);
  }

  Loan borrow() throws TokenException {
    return borrow(false, opener);
  }

  /**
   * A session opened for this loan alone, within the same bound: where others are idle, one of them
   * makes room.
   */
  Loan borrowFresh(Opener special) throws TokenException {
    return borrow(true, special);
  }

  private Loan borrow(boolean fresh, Opener opening) throws TokenException {
    acquirePermit();
    boolean lent = false;
    try {
      if (closed) {
        throw new TokenException("The token has been closed", false, null);
      }
      Session session = idle.pollFirst();
      if (fresh && session != null) {
        discard(session);
        session = null;
      }
      Loan loan = new Loan(session != null ? session : opening.open());
      loan.spoiled = fresh;
      loans.add(loan);
      lent = true;
      return loan;
    } finally {
      if (!lent) {
        permits.release();
      }
    }
  }

  /** Lends no more, waits for the sessions that are lent, and closes all of them. */
  void close() {
    closed = true;
    try {
      if (!permits.tryAcquire(max, CLOSE_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("Closing the token while PKCS#11 sessions are still lent: {}", longestLoan());
      } else {
        permits.release(max);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeIdle();
  }

  private void closeIdle() {
    for (Session s = idle.pollFirst(); s != null; s = idle.pollFirst()) {
      discard(s);
    }
  }

  private void acquirePermit() throws TokenException {
    try {
      if (!permits.tryAcquire() && !permits.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SessionExhaustedException(exhaustion());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException("Interrupted while waiting for a PKCS#11 session", true, e);
    }
  }

  private String exhaustion() {
    return String.format(
        Locale.ROOT,
        "No PKCS#11 session became free within %d ms: %d of %d in use, %d threads waiting; %s."
            + " Raise sessions.max if the token allows more, or sessions.timeout",
        timeout.toMillis(),
        max - permits.availablePermits(),
        max,
        permits.getQueueLength() + 1,
        longestLoan());
  }

  private String longestLoan() {
    long now = System.nanoTime();
    return loans.stream()
        .max(Comparator.comparingLong(l -> now - l.since))
        .map(
            l ->
                String.format(
                    Locale.ROOT,
                    "the longest loan is thread '%s' for %d ms",
                    l.borrower.getName(),
                    TimeUnit.NANOSECONDS.toMillis(now - l.since)))
        .orElse("none is lent now");
  }

  private void discard(Session session) {
    try {
      session.close();
    } catch (TokenException e) {
      LOG.debug("A PKCS#11 session did not close cleanly: {}", e.getMessage());
    }
  }

  /** Opens a session. */
  interface Opener {
    Session open() throws TokenException;
  }

  /** A lent session; give it back with {@link #close()}, or {@link #spoiled()} before that. */
  final class Loan implements AutoCloseable {
    private final Session session;
    private final Thread borrower = Thread.currentThread();
    private final long since = System.nanoTime();
    private boolean spoiled;

    private Loan(Session session) {
      this.session = session;
    }

    Session session() {
      return session;
    }

    /** Says that a call failed: the session may be in any state and is not lent again. */
    void spoiled() {
      spoiled = true;
    }

    @Override
    public void close() {
      loans.remove(this);
      if (spoiled || closed) {
        discard(session);
      } else {
        idle.offerFirst(session);
        if (closed) {
          closeIdle();
        }
      }
      permits.release();
    }
  }
}
