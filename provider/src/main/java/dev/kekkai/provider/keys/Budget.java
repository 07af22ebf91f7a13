package dev.kekkai.provider.keys;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The encryptions that one handle may do. Lanes take shares of it, so that threads don't meet here
 * at every message: one use at a time near the end, at most {@value #LARGEST_SHARE} before.
 * Thread-safe.
 */
final class Budget {
  static final int LARGEST_SHARE = 64;

  /** A share is this part of what is left, so that what idle lanes keep is little beside it. */
  private static final int PARTS = 1024;

  private final AtomicLong most;
  private final BudgetAlarm alarm;
  private final AtomicLong taken = new AtomicLong();

  Budget(long most, BudgetAlarm alarm) {
    this.most = new AtomicLong(most);
    this.alarm = alarm;
  }

  long most() {
    return most.get();
  }

  /** Adds to what there is. */
  void grant(long more) {
    most.addAndGet(more);
  }

  /** What was taken and not given back. */
  long taken() {
    return taken.get();
  }

  /** Takes a share; 0 when nothing is left. */
  int take() {
    while (true) {
      long all = most.get();
      long before = taken.get();
      int share = (int) Math.min(share(all - before), LARGEST_SHARE);
      if (share == 0) {
        return 0;
      }
      if (taken.compareAndSet(before, before + share)) {
        alarm.taken(before + share, all);
        return share;
      }
    }
  }

  private static long share(long rest) {
    return rest > 0 ? Math.max(1, rest / PARTS) : 0;
  }

  void giveBack(int unused) {
    if (unused > 0) {
      taken.addAndGet(-unused);
    }
  }
}
