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
 * Keeps a token within reach. One thread looks when somebody suspects that it is gone, and from
 * time to time by itself; what it sees, and not what callers saw, decides whether the connection is
 * given up. Then it tries to get another one, with pauses, until it has one. Callers wait for it
 * within their deadlines, or fail at once when it takes too long. Thread-safe.
 */
final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  /** No two looks follow closer, so that suspicions, hostile ones too, cost little. */
  private static final long LOOK_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

  /** A suspicion that bad input may raise is worth a look this often. */
  private static final long DOUBT_INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private static final Duration THREAD_END = Duration.ofSeconds(5);

  private final String name;
  private final HealthCheck check;
  private final RecoveryMeans means;
  private final TokenListener listener;
  private final Duration deadline;
  private final Duration failFastAfter;
  private final long healthNanos;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();

  /** The connection came or went, or a look is done. */
  private final Condition changed = lock.newCondition();

  /** Something to do for the thread. */
  private final Condition wake = lock.newCondition();

  private volatile @Nullable Connection current;
  private volatile long lastLook = System.nanoTime();
  private volatile Outage outage = Outage.none();
  private long nextAttempt;
  private long recoveries;
  private long suspected;
  private long answered;
  private volatile boolean closed;

  Supervisor(
      String name,
      Connection first,
      RecoveryMeans means,
      TokenListener listener,
      TokenTimes times) {
    this.name = name;
    this.current = first;
    this.check = means.check();
    this.means = means;
    this.listener = listener;
    this.deadline = times.deadline();
    this.failFastAfter = times.failFastAfter();
    this.healthNanos = times.healthInterval().toNanos();
    this.thread = new Thread(null, this::run, "kekkai-supervisor", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
  }

  void start() {
    thread.start();
  }

  // --- For callers --------------------------------------------------------------------------

  /** The connection; waits for one within the caller's deadline. */
  Connection connection() throws TokenException {
    Connection now = current;
    return now != null ? now : await();
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
        if (until.isOver() || left <= 0) {
          throw outage.explain(name);
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
      throw outage.explain(name);
    }
  }

  /** Somebody saw what may mean that this connection is gone. Does not wait. */
  void suspect(Connection seen) {
    lock.lock();
    try {
      if (current == seen) {
        suspected++;
        wake.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #suspect(Connection)}, of whatever connection there is. */
  void suspect() {
    Connection now = current;
    if (now != null) {
      suspect(now);
    }
  }

  @Nullable Connection connectionOrNull() {
    return current;
  }

  /**
   * As {@link #suspect(Connection)}, for what bad input may have caused as well: seldom looked
   * after.
   */
  void doubt(Connection seen) {
    if (System.nanoTime() - lastLook > DOUBT_INTERVAL) {
      suspect(seen);
    }
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
      long mine = ++suspected;
      wake.signal();
      while (before != null && current == before && answered < mine && !closed) {
        long left = until.nanosLeft();
        if (left <= 0) {
          return true; // the caller has no time for more; what it saw is what it tells
        }
        changed.awaitNanos(left);
      }
      return before != null && current == before;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException("Interrupted while waiting for a look at the token", true, e);
    } finally {
      lock.unlock();
    }
  }

  void requireUp() throws TokenException {
    if (current == null) {
      lock.lock();
      try {
        refuse();
        if (current == null) {
          throw outage.explain(name);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  boolean isUp() {
    return current != null;
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
    Connection last;
    lock.lock();
    try {
      closed = true;
      last = current;
      current = null;
      outage = new Outage(TokenState.CLOSED, Instant.now(), System.nanoTime(), 0, null);
      changed.signalAll();
      wake.signal();
    } finally {
      lock.unlock();
    }
    try {
      if (Thread.currentThread() != thread) {
        thread.join(THREAD_END.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return last;
  }

  // --- The thread ---------------------------------------------------------------------------

  private void run() {
    while (awaitWork()) {
      try {
        work();
      } catch (RuntimeException | Error e) {
        LOG.error("Looking after the token {} failed; it goes on", name, e);
        pause(LOOK_INTERVAL);
      }
    }
  }

  private void work() {
    long asked;
    Connection now;
    lock.lock();
    try {
      asked = suspected;
      now = current;
    } finally {
      lock.unlock();
    }
    if (now == null) {
      return;
    }
    Look look = check.look(now);
    if (look != Look.WELL) {
      look = check.look(now); // a single strange answer is not worth a new connection
    }
    lastLook = System.nanoTime();
    if (look == Look.WELL) {
      answer(asked);
    } else {
      recover(now, look);
    }
  }

  private void answer(long asked) {
    lock.lock();
    try {
      answered = asked;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitWork() {
    lock.lock();
    try {
      long next = System.nanoTime() + healthNanos;
      while (!closed && suspected == answered && next - System.nanoTime() > 0) {
        wake.awaitNanos(next - System.nanoTime());
      }
      while (!closed && lastLook + LOOK_INTERVAL - System.nanoTime() > 0) {
        wake.awaitNanos(lastLook + LOOK_INTERVAL - System.nanoTime());
      }
      return !closed;
    } catch (InterruptedException e) {
      return !closed; // nobody has a reason to
    } finally {
      lock.unlock();
    }
  }

  private void recover(Connection lost, Look look) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      current = null;
      outage = new Outage(TokenState.RECOVERING, Instant.now(), System.nanoTime(), 0, null);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    LOG.warn("The token {} is lost ({}); getting it back", name, look);
    listener.changed(TokenState.UP, TokenState.RECOVERING, look.toString());
    Recovery recovery = new Recovery(means, lost, look);
    for (int attempt = 1; !closed && !attempt(recovery, attempt); attempt++) {
      pauseAfterFailure();
    }
  }

  private boolean attempt(Recovery recovery, int attempt) {
    try {
      return publish(recovery.attempt(attempt), attempt);
    } catch (TokenException e) {
      failed(e, attempt);
      return false;
    }
  }

  /** False when it was closed meanwhile. */
  private boolean publish(Recovery.Result result, int attempt) {
    Outage past;
    lock.lock();
    try {
      past = outage;
      if (!closed) {
        current = result.connection();
        outage = Outage.none();
        recoveries++;
        answered = suspected;
        lastLook = System.nanoTime();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (closed) {
      result.connection().close();
      return false;
    }
    LOG.info(
        "The token {} is back after {}, at attempt {} ({})",
        name,
        Outage.seconds(past.age()),
        attempt,
        result.level());
    listener.changed(past.state(), TokenState.UP, result.level().toString());
    listener.recovered(result.level(), attempt, past.age());
    return true;
  }

  private void failed(TokenException e, int attempt) {
    TokenState next = TokenState.RECOVERING;
    if (e instanceof LoginException) {
      next = TokenState.LOGIN_REFUSED;
    } else if (e instanceof RestartRequiredException) {
      next = TokenState.RESTART_REQUIRED;
    } else if (outage.age().compareTo(failFastAfter) >= 0) {
      next = TokenState.DOWN;
    }
    LOG.debug("Attempt {} to get the token {} back: {}", attempt, name, e.getMessage());
    become(next, attempt, e);
  }

  /** Says so in the log where the state is another one than before. */
  private void become(TokenState next, int attempt, @Nullable TokenException why) {
    TokenState before;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      before = outage.state();
      outage = outage.as(next, attempt, why);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (before != next) {
      LOG.warn("The token {} is {}: {}", name, next, outage.explain(name).getMessage());
      listener.changed(before, next, outage.reason());
    }
  }

  private void pauseAfterFailure() {
    long nanos = BackOff.nanosAfter(outage.age().toNanos());
    lock.lock();
    try {
      nextAttempt = System.nanoTime() + nanos;
    } finally {
      lock.unlock();
    }
    if (outage.state() == TokenState.RECOVERING) {
      long untilDown = failFastAfter.minus(outage.age()).toNanos();
      if (untilDown < nanos) {
        pause(Math.max(0, untilDown));
        become(TokenState.DOWN, outage.attempts(), null);
        nanos -= Math.max(0, untilDown);
      }
    }
    pause(nanos);
  }

  /** Ends early when the token is closed. */
  private void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    lock.lock();
    try {
      while (!closed && end - System.nanoTime() > 0) {
        wake.awaitNanos(end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      LOG.debug("Nobody has a reason to interrupt this thread");
    } finally {
      lock.unlock();
    }
  }
}
