package dev.kekkai.cryptoki;

import dev.kekkai.config.SessionSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends sessions for single operations: at most {@code max} at once, in the order of arrival, and a
 * borrower waits at most the timeout. Thread-safe. Nothing here holds a monitor or a lock while it
 * waits or calls the module, so a virtual thread is pinned by the native call alone.
 *
 * <p>A session given back goes to its thread's place among the {@link HotSessions}, where the same
 * thread takes it again without touching anything that other threads write. There it keeps its
 * permit. What finds no room there lies with the {@link IdleSessions}, and its permit is free. Who
 * waits for a permit first counts itself, then looks among the hot ones; who gives back first
 * publishes the session, then looks for waiters. So one of the two sees the other. While somebody
 * waits, hot sessions become idle ones, and their permits go to those who wait.
 *
 * <p>There is no clock on that path: {@link PoolSweep} moves what nobody used for a while from the
 * hot ones to the idle ones, where a session is looked at before it is lent again.
 *
 * <p>Sessions of this pool own no session objects that outlive a loan (those are the {@link
 * OwnerSession}'s), so a session can be closed whenever a call on it failed: modules leave
 * operations active after an error.
 */
final class SessionPool {
  private static final Logger LOG = LoggerFactory.getLogger(SessionPool.class);

  private static final long CLOSE_WAIT = TimeUnit.SECONDS.toNanos(10);

  private final Opener opener;
  private final int max;
  private final long timeout;
  private final TokenListener listener;
  private final LongSupplier clock;
  private final Permits permits;
  private final WaitingLine line = new WaitingLine();
  private final HotSessions hot = new HotSessions();
  private final IdleSessions idle;
  private final PermitWaits waits;
  private final Set<PooledSession> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean shortageTold = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Why no more sessions are lent, or null. */
  private volatile @Nullable PoolEnd end;

  /** Whether the sessions' numbers may be somebody else's by now. */
  private volatile boolean forgotten;

  private volatile @Nullable Future<?> sweeping;

  /**
   * A pool that is looked after until it ends.
   *
   * @param max most sessions, which may be less than the settings say
   */
  static SessionPool start(
      SessionSettings settings, int max, Opener opener, TokenListener listener) {
    SessionPool pool = new SessionPool(settings, max, opener, listener, System::nanoTime);
    PoolSweep sweep = new PoolSweep(settings, pool.listener, pool.clock.getAsLong());
    pool.sweeping = Sweeper.every(sweep.period(), pool, p -> sweep.run(p, p.clock.getAsLong()));
    return pool;
  }

  /** A pool that nobody looks after, by a clock such as {@link System#nanoTime}. */
  SessionPool(
      SessionSettings settings,
      int max,
      Opener opener,
      TokenListener listener,
      LongSupplier clock) {
    this.opener = opener;
    this.max = max;
    this.timeout = settings.timeout().toNanos();
    this.listener = new QuietListener(listener);
    this.clock = clock;
    this.permits = new Permits(max);
    this.waits = new PermitWaits(this, permits, line, timeout, this.listener);
    this.idle =
        new IdleSessions(settings.validateAfter().toNanos(), clock, this.listener, this::discard);
  }

  /** Lends a session; {@link #giveBack} must follow. */
  PooledSession borrow() throws TokenException {
    return borrow(timeout);
  }

  /**
   * As {@link #borrow()} for a caller that may have less time.
   *
   * @param atMostNanos longest wait, where that is less than the timeout
   */
  PooledSession borrow(long atMostNanos) throws TokenException {
    PooledSession session = hot.takeOwn();
    if (session == null || end != null) {
      session = borrowSlowly(session, Math.min(atMostNanos, patience()));
    }
    session.lent();
    return session;
  }

  /** What is left to the caller, who may have said how long it waits. */
  private static long patience() {
    Deadline own = Deadline.current();
    return own == null ? Long.MAX_VALUE : Math.max(0, own.nanosLeft());
  }

  private PooledSession borrowSlowly(@Nullable PooledSession own, long atMostNanos)
      throws TokenException {
    if (own != null) {
      release(own);
    }
    return lend(opener, false, atMostNanos);
  }

  /**
   * A session opened for this loan alone, within the same bound: where others are idle, one of them
   * makes room. It is given back as not good.
   */
  PooledSession borrowFresh(Opener special) throws TokenException {
    return borrowFresh(special, patience());
  }

  /** As {@link #borrowFresh(Opener)} for a caller that may have less time. */
  PooledSession borrowFresh(Opener special, long atMostNanos) throws TokenException {
    PooledSession session = lend(special, true, atMostNanos);
    session.lent();
    return session;
  }

  /**
   * Takes a session back.
   *
   * @param good false when a call on it failed: it may be in any state and is closed
   */
  void giveBack(PooledSession session, boolean good) {
    session.returned();
    if (!good || end != null) {
      release(session);
    } else if (!hot.offer(session)) {
      makeIdle(session, clock.getAsLong());
    } else if (line.waiting() > 0 || end != null) {
      if (line.turnIsOver() || end != null) {
        makeWay();
      }
    }
  }

  private PooledSession lend(Opener opening, boolean fresh, long atMostNanos)
      throws TokenException {
    long wait = Math.min(atMostNanos, timeout);
    long until = System.nanoTime() + wait;
    while (true) {
      waits.acquire(until, wait);
      boolean kept = false;
      try {
        PooledSession session = withPermit(opening, fresh);
        kept = true;
        if (session != null) {
          return session;
        }
      } finally {
        if (!kept) {
          permits.give();
        }
      }
      permits.withhold();
    }
  }

  /**
   * The caller has the permit. Null when the token has a session for others, but none for this
   * permit.
   */
  private @Nullable PooledSession withPermit(Opener opening, boolean fresh) throws TokenException {
    PoolEnd why = end;
    if (why != null) {
      throw why.refusal();
    }
    PooledSession session = null;
    if (fresh) {
      PooledSession other = idle.takeAny();
      if (other != null) {
        discard(other);
      }
    } else {
      session = idle.takeGood();
      if (session == null) {
        session = hot.takeAny();
        if (session != null) {
          permits.give(); // it came with its own
        }
      }
    }
    if (session == null) {
      session = openUnlessShort(opening);
    }
    PoolEnd meanwhile = end;
    if (meanwhile != null) {
      if (session != null) {
        discard(session);
      }
      throw meanwhile.refusal();
    }
    return session;
  }

  /** A token that has no session left for us is no failure while there are some to wait for. */
  private @Nullable PooledSession openUnlessShort(Opener opening) throws TokenException {
    try {
      PooledSession session = new PooledSession(opening.open());
      open.add(session);
      return session;
    } catch (CryptokiException e) {
      if (!e.is(Ckr.SESSION_COUNT) || open.isEmpty()) {
        throw e;
      }
      if (shortageTold.compareAndSet(false, true)) {
        LOG.info(
            "The token gives no more than {} sessions now, though {} were allowed: callers share"
                + " them, and it is asked for more from time to time",
            open.size(),
            max);
      }
      return null;
    }
  }

  /** Makes a hot session an idle one, for those who wait; false when there is none. */
  boolean makeWay() {
    PooledSession session = hot.takeAny();
    if (session == null) {
      return false;
    }
    makeIdle(session, clock.getAsLong());
    return true;
  }

  /** Gives up the permit that the session has. */
  private void makeIdle(PooledSession session, long sinceNanoTime) {
    if (end != null) {
      release(session);
      return;
    }
    idle.put(session, sinceNanoTime);
    permits.give();
    if (end != null) {
      endIdle();
    }
  }

  /** Lends no more, waits for the sessions that are lent, and closes all of them. */
  void close() {
    end(PoolEnd.CLOSED);
    endHot();
    try {
      if (!permits.awaitAll(CLOSE_WAIT)) {
        LOG.warn(
            "Closing the token while PKCS#11 sessions are still lent to {}", Borrowers.of(open));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endHot();
    endIdle();
  }

  /**
   * Lends no more, because the connection is lost: who waits or comes later gets a {@link
   * ConnectionLostException}. Sessions that are lent end when they are given back; nobody waits for
   * them.
   *
   * @param closeSessions whether the module knows the sessions still; otherwise their numbers may
   *     be somebody else's, and nothing is called
   */
  void retire(boolean closeSessions) {
    if (!closeSessions) {
      forgotten = true;
    }
    end(PoolEnd.LOST);
    endHot();
    endIdle();
  }

  /** After the end: waits until nobody has a session. */
  void awaitReturned(Duration atMost) {
    try {
      permits.awaitAll(atMost.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(PoolEnd why) {
    if (ended.compareAndSet(false, true)) {
      end = why;
      permits.flood();
      line.flood();
      Future<?> sweeps = sweeping;
      if (sweeps != null) {
        sweeps.cancel(false);
      }
    }
  }

  private void endHot() {
    for (PooledSession s = hot.takeAny(); s != null; s = hot.takeAny()) {
      release(s);
    }
  }

  private void endIdle() {
    for (PooledSession s = idle.takeAny(); s != null; s = idle.takeAny()) {
      discard(s);
    }
  }

  /** Ends a session that has a permit. */
  private void release(PooledSession session) {
    try {
      discard(session);
    } finally {
      permits.give();
    }
  }

  private void discard(PooledSession session) {
    open.remove(session);
    if (forgotten) {
      session.session().abandon();
      return;
    }
    try {
      session.session().close();
    } catch (TokenException e) {
      LOG.debug("A PKCS#11 session did not close cleanly: {}", e.getMessage());
    }
  }

  /** For the sweep: if this session is hot, it becomes an idle one. */
  void cool(PooledSession session, long sinceNanoTime) {
    if (hot.take(session)) {
      makeIdle(session, sinceNanoTime);
    }
  }

  /**
   * For the sweep: closes this session if nobody has it or waits for one. It keeps the permit until
   * the session is closed, so that there are never more than allowed.
   */
  void evict(PooledSession session) {
    if (hot.take(session)) {
      release(session);
    } else if (line.waiting() == 0 && permits.tryTake()) {
      try {
        if (idle.take(session)) {
          discard(session);
        }
      } finally {
        permits.give();
      }
    }
  }

  /** For the sweep: if the bound was lowered, it rises by one. */
  void restoreOne() {
    permits.restoreOne();
  }

  /** The sessions that are open now, as a view. */
  Collection<PooledSession> sessions() {
    return Collections.unmodifiableSet(open);
  }

  int openCount() {
    return open.size();
  }

  int lentCount() {
    return (int) open.stream().filter(s -> s.borrower() != PooledSession.NOBODY).count();
  }

  /** Most sessions that there may be. */
  int max() {
    return max;
  }

  /** Most sessions that there are for now; less than {@link #max} while the token has no more. */
  int bound() {
    return permits.bound();
  }

  boolean hasEnded() {
    return end != null;
  }

  /** Threads that wait, or are about to. */
  int waiting() {
    return line.waiting();
  }

  /** Opens a session. */
  interface Opener {
    Session open() throws TokenException;
  }
}
