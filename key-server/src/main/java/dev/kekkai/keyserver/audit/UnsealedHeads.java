package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.SealKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which heads have to be sealed: one after each so many entries, and the newest one before the
 * first entry under it gets too old. Thread-safe.
 */
final class UnsealedHeads {
  private final int sealAfter;
  private final long sealWithinNanos;
  private final long lateNanos;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** To be signed now, oldest first. */
  private final Deque<UnsealedHead> due = new ArrayDeque<>();

  /** Signed, and waiting to be stored. */
  private final Deque<UnsealedHead> unstored = new ArrayDeque<>();

  /** The newest head, which still may move; null when all heads are due. */
  private @Nullable UnsealedHead tail;

  private int entriesInTail;
  private boolean ended;

  /**
   * With the limits of the settings. A head is due at four fifths of the time, which leaves the
   * rest for signature and commit.
   */
  UnsealedHeads(AuditSettings settings, LongSupplier nanoTime) {
    this.sealAfter = settings.sealAfter();
    this.sealWithinNanos = settings.sealWithin().toNanos() / 5 * 4;
    this.lateNanos = settings.unsealedLimit().toNanos() / 2;
    this.nanoTime = nanoTime;
  }

  /** Entries that became durable. */
  void committed(LiveChain chain, List<AuditRow.Entry> entries) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      for (AuditRow.Entry entry : entries) {
        long since = tail == null ? now : tail.since();
        tail =
            new UnsealedHead(
                new Head(chain, entry.sequence(), entry.hash()), SealKind.REGULAR, since);
        entriesInTail++;
        if (entriesInTail == sealAfter) {
          promote();
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The chain goes no further: its newest head is sealed at once. */
  void abandoned() {
    lock.lock();
    try {
      promote();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The last head, which nothing follows: of a chain that ends in order. */
  void end(Head last) {
    lock.lock();
    try {
      long since = tail == null ? nanoTime.getAsLong() : tail.since();
      tail = new UnsealedHead(last, SealKind.END, since);
      promote();
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void promote() {
    if (tail != null) {
      due.add(tail);
      tail = null;
      entriesInTail = 0;
    }
  }

  /** Waits for a head that is due; null when there will be none any more. It stays due. */
  @Nullable UnsealedHead nextDue() throws InterruptedException {
    lock.lock();
    try {
      while (due.isEmpty()) {
        if (ended) {
          return null;
        }
        if (tail == null) {
          changed.await();
          continue;
        }
        long left = nanosTillDue(tail);
        if (left > 0) {
          left = changed.awaitNanos(left);
        }
        UnsealedHead now = tail; // another one, perhaps
        if (left <= 0 && now != null && nanosTillDue(now) <= 0) {
          promote();
        }
      }
      UnsealedHead first = due.element();
      if (due.size() > 1 && nanoTime.getAsLong() - first.since() > lateNanos) {
        catchUp();
      }
      return due.peek();
    } finally {
      lock.unlock();
    }
  }

  /**
   * An HSM that signs more slowly than entries come must not stop them, so half-way to that the
   * newest head alone is signed: its seal covers all that came before it in its chain. What is due
   * first keeps its age.
   */
  private void catchUp() {
    UnsealedHead first = due.remove();
    long since = first.since();
    UnsealedHead next = due.peek();
    while (next != null
        && first.kind() == SealKind.REGULAR
        && next.head().chain().equals(first.head().chain())) {
      first = due.remove();
      next = due.peek();
    }
    due.addFirst(new UnsealedHead(first.head(), first.kind(), since));
  }

  private long nanosTillDue(UnsealedHead head) {
    return head.since() + sealWithinNanos - nanoTime.getAsLong();
  }

  /** The head that {@link #nextDue} gave has a seal, which is not stored yet. */
  void signed(UnsealedHead head) {
    lock.lock();
    try {
      due.remove(head);
      unstored.add(head);
    } finally {
      lock.unlock();
    }
  }

  /** The seal of a head is durable. */
  void stored(UnsealedHead head) {
    lock.lock();
    try {
      unstored.remove(head);
    } finally {
      lock.unlock();
    }
  }

  /** How old the first entry without a stored seal is; zero when there is none. */
  Duration age() {
    lock.lock();
    try {
      UnsealedHead first = unstored.peek();
      if (first == null) {
        first = due.peek();
      }
      if (first == null) {
        first = tail;
      }
      return first == null
          ? Duration.ZERO
          : Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - first.since()));
    } finally {
      lock.unlock();
    }
  }

  /** Waits before another attempt. */
  void pause(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
