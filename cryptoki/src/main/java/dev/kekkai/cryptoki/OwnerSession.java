package dev.kekkai.cryptoki;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one long-lived session that owns session objects and holds the login: objects die with the
 * session that made them, and the login ends with the last session. One thread at a time; it is
 * never closed before the token is.
 */
final class OwnerSession {
  private final Session session;
  private final Duration timeout;
  private final ReentrantLock lock = new ReentrantLock(true);

  OwnerSession(Session session, Duration timeout) {
    this.session = session;
    this.timeout = timeout;
  }

  <T> T with(Token.Work<T> work) throws TokenException {
    try {
      if (!lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SessionExhaustedException(
            String.format(
                Locale.ROOT,
                "The session that owns DEK objects was busy for %d ms with %d threads waiting",
                timeout.toMillis(),
                lock.getQueueLength()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException("Interrupted while waiting for a PKCS#11 session", true, e);
    }
    try {
      return work.on(session);
    } finally {
      lock.unlock();
    }
  }

  void close() throws TokenException {
    session.close();
  }
}
