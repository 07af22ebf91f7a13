package dev.kekkai.cryptoki;

import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one long-lived session that owns session objects and holds the login: objects die with the
 * session that made them, and the login ends with the last session. One thread at a time; it is
 * never closed before the token is, nor while somebody is using it.
 */
final class OwnerSession {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerSession.class);

  private final Session session;
  private final Duration timeout;
  private final ReentrantLock lock = new ReentrantLock();

  /** Objects whose holders have gone; whoever has the session next destroys them. */
  private final Queue<ObjectHandle> discarded = new ConcurrentLinkedQueue<>();

  private volatile boolean closed;

  OwnerSession(Session session, Duration timeout) {
    this.session = session;
    this.timeout = timeout;
  }

  <T> T with(Token.Work<T> work) throws TokenException {
    lock(timeout);
    try {
      if (closed) {
        throw new TokenException("The token has been closed", false, null);
      }
      return work.on(session);
    } finally {
      release();
    }
  }

  /**
   * Destroys an object now, or as soon as the session is free; never waits and never gives up for
   * want of a session.
   */
  void discard(ObjectHandle object) {
    discarded.add(object);
    destroyIfFree();
  }

  void close() throws TokenException {
    lock(timeout);
    try {
      destroyDiscarded();
      closed = true;
      session.close();
    } finally {
      lock.unlock();
    }
  }

  /** Looks again after unlocking: somebody may have discarded an object in between. */
  private void release() {
    try {
      destroyDiscarded();
    } finally {
      lock.unlock();
    }
    destroyIfFree();
  }

  /** Whoever has the session now looks again when it is given back. */
  private void destroyIfFree() {
    while (!discarded.isEmpty() && lock.tryLock()) {
      try {
        destroyDiscarded();
      } finally {
        lock.unlock();
      }
    }
  }

  private void destroyDiscarded() {
    for (ObjectHandle o = discarded.poll(); o != null; o = discarded.poll()) {
      if (!closed) {
        destroy(o);
      }
    }
  }

  private void destroy(ObjectHandle object) {
    try {
      session.destroyObject(object);
    } catch (StaleHandleException e) {
      LOG.debug("An object was gone with its incarnation: {}", e.getMessage());
    } catch (CryptokiException e) {
      if (e.is(Ckr.OBJECT_HANDLE_INVALID) || e.is(Ckr.KEY_HANDLE_INVALID)) {
        LOG.debug("An object was gone already: {}", e.getMessage());
      } else {
        LOG.warn("A DEK object stays in the token until the session ends: {}", e.getMessage());
      }
    } catch (TokenException e) {
      LOG.debug("The module was closed before an object was destroyed: {}", e.getMessage());
    }
  }

  private void lock(Duration atMost) throws TokenException {
    try {
      if (!lock.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SessionExhaustedException(
            String.format(
                Locale.ROOT,
                "The session that owns DEK objects was busy for %d ms with %d threads waiting",
                atMost.toMillis(),
                lock.getQueueLength()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException("Interrupted while waiting for a PKCS#11 session", true, e);
    }
  }
}
