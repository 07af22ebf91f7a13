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
 * never closed before the connection is, nor while somebody is using it.
 */
final class OwnerSession {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerSession.class);

  private final Session session;
  private final Duration timeout;
  private final ReentrantLock lock = new ReentrantLock();

  /** Objects whose holders have gone; whoever has the session next destroys them. */
  private final Queue<ObjectHandle> discarded = new ConcurrentLinkedQueue<>();

  /** Why nobody gets it any more. */
  private volatile End end = End.NONE;

  /** Its native memory has been given back; written under the lock. */
  private volatile boolean released;

  private enum End {
    NONE,
    CLOSED,
    /** The session itself is still there and to be closed. */
    LOST,
    /** Its number may be somebody else's by now. */
    FORGOTTEN
  }

  OwnerSession(Session session, Duration timeout) {
    this.session = session;
    this.timeout = timeout;
  }

  <T> T with(Token.Work<T> work) throws TokenException {
    Deadline own = Deadline.current();
    lock(own == null ? timeout : shorter(timeout, Duration.ofNanos(Math.max(0, own.nanosLeft()))));
    try {
      requireOpen();
      return work.on(session);
    } finally {
      release();
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private void requireOpen() throws TokenException {
    if (end == End.CLOSED) {
      throw new TokenException("The token has been closed", false, null);
    }
    if (end != End.NONE) {
      throw new ConnectionLostException();
    }
  }

  /**
   * C_GetSessionInfo, unless somebody is using the session.
   *
   * @return whether it was asked
   */
  boolean ask(Duration atMost, Asked asked) throws TokenException {
    try {
      if (!lock.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      requireOpen();
      asked.state(session.state());
      return true;
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
    tidyIfFree();
  }

  void close() throws TokenException {
    lock(timeout);
    try {
      destroyDiscarded();
      end = End.CLOSED;
      if (!released) {
        released = true;
        session.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends it now, or when whoever is using it has done. Does not wait. */
  void lose(boolean closeSession) {
    if (end == End.NONE) {
      end = closeSession ? End.LOST : End.FORGOTTEN;
    }
    tidyIfFree();
  }

  /** After {@link #lose}: waits until whoever is using it has done. */
  void awaitEnd(Duration atMost) {
    try {
      if (lock.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks again after unlocking: somebody may have discarded an object in between. */
  private void release() {
    try {
      tidy();
    } finally {
      lock.unlock();
    }
    tidyIfFree();
  }

  /** Whoever has the session now looks again when it is given back. */
  private void tidyIfFree() {
    while ((!discarded.isEmpty() || isToBeEnded()) && lock.tryLock()) {
      try {
        tidy();
      } finally {
        lock.unlock();
      }
    }
  }

  private void tidy() {
    destroyDiscarded();
    endIfLost();
  }

  private boolean isToBeEnded() {
    return !released && (end == End.LOST || end == End.FORGOTTEN);
  }

  private void endIfLost() {
    if (!isToBeEnded()) {
      return;
    }
    released = true;
    if (end == End.FORGOTTEN) {
      session.abandon();
      return;
    }
    try {
      session.close();
    } catch (TokenException e) {
      LOG.debug("A lost owner session did not close cleanly: {}", e.getMessage());
    }
  }

  private void destroyDiscarded() {
    for (ObjectHandle o = discarded.poll(); o != null; o = discarded.poll()) {
      if (end == End.NONE) {
        destroy(o);
      }
    }
  }

  private void destroy(ObjectHandle object) {
    try {
      destroyTwice(object);
    } catch (StaleHandleException e) {
      LOG.debug("An object was gone with its incarnation: {}", e.getMessage());
    } catch (CryptokiException e) {
      if (isGone(e)) {
        LOG.debug("An object was gone already: {}", e.getMessage());
      } else {
        LOG.warn("A DEK object stays in the token until the session ends: {}", e.getMessage());
      }
    } catch (TokenException e) {
      LOG.debug("The module was closed before an object was destroyed: {}", e.getMessage());
    }
  }

  /** A module that refuses once may be taken at its word the second time. */
  private void destroyTwice(ObjectHandle object) throws TokenException {
    try {
      session.destroyObject(object);
    } catch (CryptokiException e) {
      if (isGone(e)) {
        throw e;
      }
      session.destroyObject(object);
    }
  }

  private static boolean isGone(CryptokiException e) {
    return e.is(Ckr.OBJECT_HANDLE_INVALID)
        || e.is(Ckr.KEY_HANDLE_INVALID)
        || e.is(Ckr.SESSION_HANDLE_INVALID)
        || e.is(Ckr.SESSION_CLOSED)
        || e.is(Ckr.CRYPTOKI_NOT_INITIALIZED);
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

  /** Hears the state of the session (CKS_ number). */
  interface Asked {
    void state(long state) throws TokenException;
  }
}
