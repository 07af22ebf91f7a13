package dev.kekkai.cryptoki;

/**
 * A session of the pool, with who has it. The two marks are written by the borrower without
 * ordering and read by others, who may see them a little late; the thread is told by its number,
 * because a reference would cost the collector's write barrier at each loan.
 */
final class PooledSession {
  /** No thread has this number. */
  static final long NOBODY = 0;

  private final Session session;
  private long borrower = NOBODY;
  private long loans;
  private long idleSince;

  PooledSession(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
  }

  void lent() {
    loans++;
    borrower = Thread.currentThread().getId();
  }

  void returned() {
    borrower = NOBODY;
  }

  /** The number of the thread that has it now, or {@link #NOBODY}. */
  long borrower() {
    return borrower;
  }

  /** How often it has been lent. */
  long loans() {
    return loans;
  }

  /** For whoever puts it with the idle ones. */
  void idleSince(long nanoTime) {
    idleSince = nanoTime;
  }

  /** For whoever took it from the idle ones. */
  long idleSince() {
    return idleSince;
  }
}
