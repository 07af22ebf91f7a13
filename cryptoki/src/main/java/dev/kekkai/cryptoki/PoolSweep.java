package dev.kekkai.cryptoki;

import dev.kekkai.config.SessionSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What is done for one pool from time to time, so that lending needs no clock: it tells by the
 * counts of loans which sessions nobody used since it came last, and which are still lent. It moves
 * hot sessions to where they are looked at before they are lent, closes those that nobody needs,
 * and reports loans that don't end. One thread at a time.
 */
final class PoolSweep {
  /** A sweep costs microseconds; more of them would only keep a processor awake. */
  private static final long SHORTEST_PERIOD = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long LONGEST_PERIOD = TimeUnit.SECONDS.toNanos(10);

  /** How soon a token that had too few sessions is asked for one more. */
  private static final long RESTORE_AFTER = TimeUnit.MINUTES.toNanos(1);

  private final long validateAfter;
  private final long idle;
  private final long leakAfter;
  private final long period;
  private final LeakReport leaks;
  private final Map<PooledSession, Watch> watched = new HashMap<>();
  private long last;
  private long restored;

  /** What was seen of a session, and since when nothing changed. */
  private static final class Watch {
    final long loans;
    final boolean lent;

    /** Seen for the first time. */
    final long seen;

    /** The sweep before that: it may be so since then. */
    final long from;

    boolean told;

    Watch(PooledSession session, long seen, long from) {
      this.loans = session.loans();
      this.lent = isLent(session);
      this.seen = seen;
      this.from = from;
    }

    boolean fits(PooledSession session) {
      return loans == session.loans() && lent == isLent(session);
    }

    private static boolean isLent(PooledSession session) {
      return session.borrower() != PooledSession.NOBODY;
    }
  }

  PoolSweep(SessionSettings settings, TokenListener listener, long now) {
    this.validateAfter = settings.validateAfter().toNanos();
    this.idle = settings.idle().toNanos();
    this.leakAfter = settings.leakAfter().toNanos();
    this.leaks = new LeakReport(settings.leakAfter(), listener);
    long shortest = Math.min(validateAfter, Math.min(idle, leakAfter));
    this.period = Math.max(SHORTEST_PERIOD, Math.min(LONGEST_PERIOD, shortest / 4));
    this.last = now;
    this.restored = now;
  }

  /** Time between two sweeps, in nanoseconds. */
  long period() {
    return period;
  }

  void run(SessionPool pool, long now) {
    Collection<PooledSession> sessions = pool.sessions();
    watched.keySet().retainAll(sessions);
    for (PooledSession session : sessions) {
      Watch watch = watched.get(session);
      if (watch == null || !watch.fits(session)) {
        watched.put(session, new Watch(session, now, last));
      } else if (watch.lent) {
        lent(session, watch, now);
      } else {
        unused(pool, session, watch, now);
      }
    }
    if (now - restored >= RESTORE_AFTER) {
      restored = now;
      pool.restoreOne();
    }
    last = now;
  }

  private void lent(PooledSession session, Watch watch, long now) {
    if (!watch.told && now - watch.seen >= leakAfter) {
      watch.told = true;
      leaks.tell(session, watch.loans, Duration.ofNanos(now - watch.seen));
    }
  }

  /** It is moved in good time: the next sweep may be a little late. */
  private void unused(SessionPool pool, PooledSession session, Watch watch, long now) {
    if (now - watch.seen >= idle && pool.openCount() > 1) {
      pool.evict(session);
    } else if (now - watch.from + 2 * period >= validateAfter) {
      pool.cool(session, watch.from);
    }
  }
}
