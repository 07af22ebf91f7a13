package dev.kekkai.keyserver.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written: entries in the order they came, bounded in number and bytes, and seals.
 * Thread-safe.
 */
final class WaitingWork {
  private static final long MAX_WAITING_BYTES = 64L << 20;
  private static final int MAX_GROUP_ENTRIES = 1_000;
  private static final long MAX_GROUP_BYTES = 8L << 20;

  private final int maxEntries;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Submission> submissions = new ArrayDeque<>();
  private final Deque<SealedHead> seals = new ArrayDeque<>();
  private int entries;
  private long bytes;
  private boolean busy;
  private boolean accepting = true;
  private boolean ended;

  WaitingWork(int maxEntries) {
    this.maxEntries = maxEntries;
  }

  /** What is written in one transaction. */
  record Group(List<Submission> submissions, List<SealedHead> seals) {}

  /** What became of an offer. */
  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  Offer offer(Submission submission) {
    lock.lock();
    try {
      if (!accepting) {
        return Offer.CLOSED;
      }
      if (entries + submission.size() > maxEntries
          || bytes + submission.bytes() > MAX_WAITING_BYTES) {
        return Offer.FULL;
      }
      submissions.add(submission);
      count(submission, 1);
      changed.signalAll();
      return Offer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /** Makes room: the caller has cancelled it. */
  void remove(Submission submission) {
    lock.lock();
    try {
      if (submissions.remove(submission)) {
        count(submission, -1);
      }
    } finally {
      lock.unlock();
    }
  }

  void add(SealedHead seal) {
    lock.lock();
    try {
      seals.add(seal);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for work; null once there is none and there will be none. The last group is done then.
   */
  @Nullable Group next() throws InterruptedException {
    lock.lock();
    try {
      busy = false;
      changed.signalAll();
      while (submissions.isEmpty() && seals.isEmpty()) {
        if (ended) {
          return null;
        }
        changed.await();
      }
      busy = true;
      List<SealedHead> taken = new ArrayList<>(seals);
      seals.clear();
      return new Group(takeSubmissions(), taken);
    } finally {
      lock.unlock();
    }
  }

  private List<Submission> takeSubmissions() {
    List<Submission> taken = new ArrayList<>();
    int room = MAX_GROUP_ENTRIES;
    long roomBytes = MAX_GROUP_BYTES;
    for (Submission next = submissions.peek(); next != null; next = submissions.peek()) {
      boolean fits = next.size() <= room && next.bytes() <= roomBytes;
      if (!fits && !taken.isEmpty()) {
        break;
      }
      submissions.remove();
      count(next, -1);
      if (next.take()) {
        taken.add(next);
        room -= next.size();
        roomBytes -= next.bytes();
      }
    }
    return taken;
  }

  private void count(Submission submission, int sign) {
    entries += sign * submission.size();
    bytes += sign * submission.bytes();
  }

  int entries() {
    lock.lock();
    try {
      return entries;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more entries. False when it took none before either. */
  boolean stopAccepting() {
    lock.lock();
    try {
      boolean before = accepting;
      accepting = false;
      return before;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all is written; false when it is not in that time. */
  boolean awaitDrained(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (busy || !submissions.isEmpty() || !seals.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** There is nothing to come. */
  void end() {
    lock.lock();
    try {
      accepting = false;
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits, but not beyond the end; true when it has come. */
  boolean awaitEnd(long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** What nobody will write any more. */
  List<Submission> leftOver() {
    lock.lock();
    try {
      List<Submission> left = new ArrayList<>(submissions);
      submissions.clear();
      entries = 0;
      bytes = 0;
      return left;
    } finally {
      lock.unlock();
    }
  }
}
