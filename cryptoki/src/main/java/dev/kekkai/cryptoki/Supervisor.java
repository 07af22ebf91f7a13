package dev.kekkai.cryptoki;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a token within reach. One thread looks when somebody suspects that it is gone, and from
 * time to time by itself; what it sees, and not what callers saw, decides whether the connection is
 * given up. Then it tries to get another one, with pauses, until it has one.
 */
final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  /** No two looks follow closer, so that suspicions, hostile ones too, cost little. */
  private static final long LOOK_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

  private static final Duration THREAD_END = Duration.ofSeconds(5);

  private final String token;
  private final ConnectionPlace place;
  private final RecoveryMeans means;
  private final TokenListener listener;
  private final Duration failFastAfter;
  private final long healthNanos;
  private final Thread thread;

  Supervisor(
      String token,
      ConnectionPlace place,
      RecoveryMeans means,
      TokenListener listener,
      TokenTimes times) {
    this.token = token;
    this.place = place;
    this.means = means;
    this.listener = listener;
    this.failFastAfter = times.failFastAfter();
    this.healthNanos = times.healthInterval().toNanos();
    this.thread = new Thread(null, this::run, "kekkai-supervisor", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
  }

  void start() {
    thread.start();
  }

  /** The last connection there was; for the one who closes it. Waits for an attempt under way. */
  @Nullable Connection close() {
    Connection last = place.close();
    try {
      if (Thread.currentThread() != thread) {
        thread.join(THREAD_END.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return last;
  }

  private void run() {
    while (!place.isClosed()) {
      try {
        place.awaitSuspicion(LOOK_INTERVAL, healthNanos);
        work();
      } catch (RuntimeException | Error e) {
        LOG.error("Looking after the token {} failed; it goes on", token, e);
        LockSupport.parkNanos(LOOK_INTERVAL);
      }
    }
  }

  private void work() {
    long asked = place.asked();
    Connection now = place.connectionOrNull();
    if (now == null) {
      return;
    }
    long begun = System.nanoTime();
    Look look = means.check().look(now);
    if (look != Look.WELL) {
      look = means.check().look(now); // a single strange answer is not worth a new connection
    }
    if (look == Look.WELL) {
      now.module().wasWell(begun);
      place.answer(asked);
    } else {
      recover(now, look);
    }
  }

  private void recover(Connection lost, Look look) {
    String sign = place.lose();
    if (sign == null) {
      return;
    }
    String reason = String.format(Locale.ROOT, "%s; %s", sign, look.describe());
    LOG.warn("The token {} is lost ({}); getting it back", token, reason);
    listener.changed(TokenState.UP, TokenState.RECOVERING, reason);
    Recovery recovery = new Recovery(means, lost, look);
    for (int attempt = 1; !place.isClosed() && !attempt(recovery, attempt); attempt++) {
      pauseAfterFailure();
    }
    recovery.end();
  }

  private boolean attempt(Recovery recovery, int attempt) {
    try {
      publish(recovery.attempt(attempt), attempt);
      return true;
    } catch (TokenException e) {
      failed(e, attempt);
    } catch (RuntimeException | Error e) {
      LOG.error("An attempt to get the token {} back failed; more follow", token, e);
      failed(new TokenException(e.toString(), true, e), attempt);
    }
    return false;
  }

  private void publish(Recovery.Result result, int attempt) {
    Outage past = place.regain(result.connection());
    if (past == null) {
      result.connection().close();
      return;
    }
    LOG.info(
        "The token {} is back after {}, at attempt {} ({})",
        token,
        Outage.seconds(past.age()),
        attempt,
        result.level());
    listener.changed(past.state(), TokenState.UP, result.level().toString());
    listener.recovered(result.level(), attempt, past.age());
  }

  private void failed(TokenException e, int attempt) {
    TokenState next = TokenState.RECOVERING;
    if (e instanceof LoginException) {
      next = TokenState.LOGIN_REFUSED;
    } else if (e instanceof RestartRequiredException) {
      next = TokenState.RESTART_REQUIRED;
    } else if (place.outage().age().compareTo(failFastAfter) >= 0) {
      next = TokenState.DOWN;
    }
    LOG.debug("Attempt {} to get the token {} back: {}", attempt, token, e.getMessage());
    become(next, attempt, e);
  }

  /** Says so in the log where the state is another one than before. */
  private void become(TokenState next, int attempt, @Nullable TokenException why) {
    TokenState before = place.become(next, attempt, why);
    if (before != null && before != next) {
      Outage outage = place.outage();
      LOG.warn("The token {} is {}: {}", token, next, outage.explain(token).getMessage());
      listener.changed(before, next, outage.reason());
    }
  }

  private void pauseAfterFailure() {
    Outage outage = place.outage();
    long nanos = BackOff.nanosAfter(outage.age().toNanos());
    place.planAttempt(nanos);
    long untilDown = Math.max(0, failFastAfter.minus(outage.age()).toNanos());
    if (outage.state() == TokenState.RECOVERING && untilDown < nanos) {
      place.pause(untilDown);
      become(TokenState.DOWN, outage.attempts(), null);
      nanos -= untilDown;
    }
    place.pause(nanos);
  }
}
