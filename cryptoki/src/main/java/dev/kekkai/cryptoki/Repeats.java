package dev.kekkai.cryptoki;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an operation again after it failed, as often and as long as that makes sense: at once on a
 * new connection, after a look at the token where one was worth it, a few times where the token is
 * well. All within the caller's deadline.
 */
final class Repeats {
  private static final Logger LOG = LoggerFactory.getLogger(Repeats.class);

  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

  /** Connections that end as soon as they are made end this too. */
  private static final int MOST = 50;

  /** So often there may be another connection by now; after that somebody has to look. */
  private static final int AT_ONCE = 2;

  /** A handle that stays of the past on a token that is well is not ours to look up anew. */
  private static final int MOST_ON_WELL = 4;

  private final ConnectionPlace place;
  private final FailureRules rules;
  private final Duration deadline;

  Repeats(ConnectionPlace place, FailureRules rules, Duration deadline) {
    this.place = place;
    this.rules = rules;
    this.deadline = deadline;
  }

  <T, X extends Exception> T after(TokenException first, Attempt<T, X> attempt)
      throws TokenException, X {
    Deadline outer = Deadline.current();
    Deadline until = Deadline.currentOr(deadline);
    Deadline.enter(until);
    try {
      return after(first, attempt, until);
    } finally {
      Deadline.restore(outer);
    }
  }

  private <T, X extends Exception> T after(
      TokenException first, Attempt<T, X> attempt, Deadline until) throws TokenException, X {
    TokenException last = first;
    int onWell = 0;
    int past = 0;
    for (int i = 0; i < MOST; i++) {
      if (isOfPast(last)) {
        place.leaveEnded(until);
        if (++past > AT_ONCE && (until.isOver() || (place.isWell(until) && past > MOST_ON_WELL))) {
          throw last;
        }
      } else {
        past = 0;
        FailureKind kind = kind(last);
        if (kind.repeats() == 0 || until.isOver()) {
          throw last;
        }
        boolean well = !kind.isSuspicious() || place.isWell(until);
        if (well && ++onWell > kind.repeats()) {
          // What goes on for so long is worth a look, whatever its code.
          well = kind.isSuspicious() || place.isWell(until);
          if (well) {
            throw last;
          }
        }
        if (well) {
          pause(kind, onWell, until);
        } else {
          onWell = 0; // failures of the lost connection say nothing of the next one
        }
      }
      try {
        return attempt.run();
      } catch (TokenException e) {
        LOG.debug("Tried again after \"{}\": {}", last.getMessage(), e.getMessage());
        last = e;
      }
    }
    throw last;
  }

  /** It never reached the module: what it was about to use belonged to an earlier connection. */
  private static boolean isOfPast(TokenException e) {
    return e instanceof ConnectionLostException || e instanceof StaleHandleException;
  }

  private FailureKind kind(TokenException e) {
    return e instanceof CryptokiException c ? rules.kind(c) : FailureKind.REFUSED;
  }

  private static void pause(FailureKind kind, int repeat, Deadline until) {
    if (kind == FailureKind.TRANSIENT) {
      LockSupport.parkNanos(Math.min(until.nanosLeft(), FIRST_PAUSE << repeat));
    }
  }
}
