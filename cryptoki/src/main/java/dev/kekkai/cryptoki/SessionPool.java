package dev.kekkai.cryptoki;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends sessions for single operations: at most {@code max} at once, a borrower waits at most the
 * timeout. Thread-safe.
 *
 * <p>A session given back goes to its thread's place among the {@link HotSessions}, where the same
 * thread takes it again without touching anything that other threads write. There it keeps its
 * permit. What finds no room there lies with the idle ones, used last lent first, and its permit is
 * free. Who waits for a permit first counts itself, then looks among the hot ones; who gives back
 * first publishes the session, then looks for waiters. So one of the two sees the other.
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
  private final HotSessions hot = new HotSessions();
  private final ConcurrentLinkedDeque<PooledSession> idle = new ConcurrentLinkedDeque<>();
  private final Set<PooledSession> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean closed;

  SessionPool(Opener opener, int max, Duration timeout) {
    this.opener = opener;
    this.max = max;
    this.timeout = timeout;
    this.permits = new Semaphore(max);
  }

  /** Lends a session; {@link #giveBack} must follow. */
  PooledSession borrow() throws TokenException {
    PooledSession session = hot.takeOwn();
    if (session == null || closed) {
      session = borrowSlowly(session);
    }
    session.lent();
    return session;
  }

  private PooledSession borrowSlowly(@Nullable PooledSession own) throws TokenException {
    PooledSession session = own != null ? own : acquire();
    boolean lent = false;
    try {
      if (closed) {
        throw lost ? new ConnectionLostException() : new TokenException("The token has been closed", false, null);
      }
      if (session == null) {
        session = open(opener);
      }
      lent = true;
      return session;
    } finally {
      if (!lent) {
        if (session != null) {
          discard(session);
        }
        permits.release();
      }
    }
  }

  /**
   * A session opened for this loan alone, within the same bound: where others are idle, one of them
   * makes room. It is given back as not good.
   */
  PooledSession borrowFresh(Opener special) throws TokenException {
    PooledSession other = acquire();
    boolean lent = false;
    try {
      if (other != null) {
        discard(other);
      }
      if (closed) {
        throw lost ? new ConnectionLostException() : new TokenException("The token has been closed", false, null);
      }
      PooledSession session = open(special);
      session.lent();
      lent = true;
      return session;
    } finally {
      if (!lent) {
        permits.release();
      }
    }
  }

  private PooledSession open(Opener opening) throws TokenException {
    PooledSession session = new PooledSession(opening.open());
    open.add(session);
    return session;
  }

  /**
   * Takes a session back.
   *
   * @param good false when a call on it failed: it may be in any state and is closed
   */
  void giveBack(PooledSession session, boolean good) {
    session.returned();
    if (!good || closed) {
      discard(session);
      permits.release();
    } else if (!hot.offer(session)) {
      idle.offerFirst(session);
      permits.release();
      if (closed) {
        closeIdle();
      }
    } else if (waiting.get() > 0 || closed) {
      makeWay();
    }
  }

  /** Gives a hot session up for a waiter, or for good. */
  private void makeWay() {
    PooledSession session = hot.takeAny();
    if (session != null) {
      if (closed) {
        discard(session);
      } else {
        idle.offerFirst(session);
      }
      permits.release();
      if (closed) {
        closeIdle();
      }
    }
  }

  int openCount() {
    return open.size();
  }

  int lentCount() {
    return (int) open.stream().filter(s -> s.borrower() != PooledSession.NOBODY).count();
  }

  int max() {
    return max;
  }

  private volatile boolean lost;
  private volatile boolean closeLost;

  void retire(boolean closeSessions) {
    closeLost = closeSessions;
    lost = true;
    closed = true;
    closeHot();
    closeIdle();
  }

  /** Lends no more, waits for the sessions that are lent, and closes all of them. */
  void close() {
    closed = true;
    closeHot();
    try {
      if (!permits.tryAcquire(max, CLOSE_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("Closing the token while PKCS#11 sessions are still lent to {}", borrowers());
      } else {
        permits.release(max);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeHot();
    closeIdle();
  }

  private void closeHot() {
    for (PooledSession s = hot.takeAny(); s != null; s = hot.takeAny()) {
      discard(s);
      permits.release();
    }
  }

  private void closeIdle() {
    for (PooledSession s = idle.pollFirst(); s != null; s = idle.pollFirst()) {
      discard(s);
    }
  }

  /** A permit, and a session that nobody uses if there is one: a new one is opened last of all. */
  private @Nullable PooledSession acquire() throws TokenException {
    if (!permits.tryAcquire()) {
      PooledSession session = hot.takeAny();
      if (session != null) {
        return session;
      }
      session = await();
      if (session != null) {
        return session;
      }
    }
    PooledSession session = idle.pollFirst();
    if (session == null) {
      session = hot.takeAny();
      if (session != null) {
        permits.release(); // it came with its own
      }
    }
    return session;
  }

  /** Waits for a permit; returns a session when one came with it. */
  private @Nullable PooledSession await() throws TokenException {
    waiting.incrementAndGet();
    try {
      PooledSession session = hot.takeAny();
      Map<PooledSession, Long> before = loans();
      if (session == null && !permits.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SessionExhaustedException(exhaustion(before));
      }
      return session;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException("Interrupted while waiting for a PKCS#11 session", true, e);
    } finally {
      waiting.decrementAndGet();
    }
  }

  private Map<PooledSession, Long> loans() {
    Map<PooledSession, Long> loans = new HashMap<>();
    open.forEach(s -> loans.put(s, s.loans()));
    return loans;
  }

  private String exhaustion(Map<PooledSession, Long> before) {
    String longest =
        before.entrySet().stream()
            .filter(e -> e.getKey().loans() == e.getValue())
            .map(e -> e.getKey().borrower())
            .collect(threads());
    return String.format(
        Locale.ROOT,
        "No PKCS#11 session became free within %d ms: %d of %d in use, %d threads waiting; %s."
            + " Raise sessions.max if the token allows more, or sessions.timeout",
        timeout.toMillis(),
        max - permits.availablePermits(),
        max,
        waiting.get(),
        longest.isEmpty() ? "none was kept all that time" : "kept all that time by " + longest);
  }

  private String borrowers() {
    return open.stream().map(PooledSession::borrower).collect(threads());
  }

  private static Collector<Long, ?, String> threads() {
    return Collectors.filtering(
        id -> id != PooledSession.NOBODY,
        Collectors.mapping(SessionPool::name, Collectors.joining(", ")));
  }

  /** Virtual threads are known by their numbers only. */
  private static String name(long id) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getId() == id)
        .map(t -> String.format(Locale.ROOT, "thread '%s'", t.getName()))
        .findAny()
        .orElse(String.format(Locale.ROOT, "thread %d", id));
  }

  private void discard(PooledSession session) {
    open.remove(session);
    if (lost && !closeLost) {
      session.session().abandon();
      return;
    }
    try {
      session.session().close();
    } catch (TokenException e) {
      LOG.debug("A PKCS#11 session did not close cleanly: {}", e.getMessage());
    }
  }

  /** Opens a session. */
  interface Opener {
    Session open() throws TokenException;
  }
}
