package dev.kekkai.cryptoki;

import org.jspecify.annotations.Nullable;

/**
 * A session of the pool, with who has it. The two marks are written by the borrower without
 * ordering and read by others for messages only.
 */
final class PooledSession {
  private final Session session;
  private @Nullable Thread borrower;
  private long loans;

  PooledSession(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
  }

  void lent() {
    loans++;
    borrower = Thread.currentThread();
  }

  void returned() {
    borrower = null;
  }

  /** Who has it now, or null. */
  @Nullable Thread borrower() {
    return borrower;
  }

  /** How often it has been lent. */
  long loans() {
    return loans;
  }
}
