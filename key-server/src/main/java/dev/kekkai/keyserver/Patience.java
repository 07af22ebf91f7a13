package dev.kekkai.keyserver;

import dev.kekkai.keyserver.chore.Pause;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at the start for what is away and may come: the HSM, the database. The server is up
 * meanwhile, says that it is not ready, and repeats nothing that could do harm. Thread-safe.
 */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * Tries until it works.
   *
   * @param what is waited for
   * @param passing whether waiting may help
   * @throws StartException when it may not, or nobody wants to wait any more
   */
  <T> T await(String what, Callable<T> attempt, Predicate<Exception> passing)
      throws StartException {
    String said = "";
    Pause pauses = new Pause(FIRST_PAUSE, LONGEST_PAUSE);
    while (true) {
      String why;
      try {
        T result = attempt.call();
        if (!said.isEmpty()) {
          LOG.info("{} is there", what);
        }
        return result;
      } catch (Exception e) {
        why = String.valueOf(e.getMessage());
        if (!passing.test(e)) {
          throw new StartException(why, e);
        }
      }
      if (!why.equals(said)) {
        LOG.warn("Waiting for {}: {}", what, why);
        said = why;
      }
      rest(pauses.next(), what);
    }
  }

  private void rest(Duration pause, String what) throws StartException {
    try {
      if (over.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StartException("Closed while it waited for " + what, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("Interrupted while it waited for " + what, e);
    }
  }

  /** Ends all waiting. */
  void end() {
    over.countDown();
  }
}
