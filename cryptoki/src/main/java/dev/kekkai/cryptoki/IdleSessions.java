package dev.kekkai.cryptoki;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions that no thread has near; used last is lent first, so that the others can be closed. One
 * that nobody used for long is looked at before it is lent. Thread-safe.
 */
final class IdleSessions {
  private static final Logger LOG = LoggerFactory.getLogger(IdleSessions.class);

  private final ConcurrentLinkedDeque<PooledSession> sessions = new ConcurrentLinkedDeque<>();
  private final long validateAfterNanos;
  private final LongSupplier clock;
  private final TokenListener listener;
  private final Consumer<PooledSession> discard;

  IdleSessions(
      long validateAfterNanos,
      LongSupplier clock,
      TokenListener listener,
      Consumer<PooledSession> discard) {
    this.validateAfterNanos = validateAfterNanos;
    this.clock = clock;
    this.listener = listener;
    this.discard = discard;
  }

  void put(PooledSession session, long sinceNanoTime) {
    session.idleSince(sinceNanoTime);
    sessions.offerFirst(session);
  }

  /** One that answers, or null; those that don't are discarded on the way. */
  @Nullable PooledSession takeGood() {
    for (PooledSession s = takeAny(); s != null; s = takeAny()) {
      boolean good = false;
      try {
        good = clock.getAsLong() - s.idleSince() < validateAfterNanos || answers(s);
      } finally {
        if (!good) {
          discard.accept(s);
        }
      }
      if (good) {
        return s;
      }
    }
    return null;
  }

  /** One that may be dead, or null. */
  @Nullable PooledSession takeAny() {
    return sessions.pollFirst();
  }

  /** Takes this session; false when it is not here. */
  boolean take(PooledSession session) {
    return sessions.remove(session);
  }

  private boolean answers(PooledSession session) {
    try {
      session.session().state();
      return true;
    } catch (CryptokiException e) {
      LOG.debug("A PKCS#11 session did not live through a pause: {}", e.getMessage());
      listener.failed(e.function(), e.returnValue());
      return false;
    } catch (TokenException e) {
      LOG.debug("A PKCS#11 session is of no use any more: {}", e.getMessage());
      return false;
    }
  }
}
