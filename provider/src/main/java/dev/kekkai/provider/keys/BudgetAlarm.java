package dev.kekkai.provider.keys;

import dev.kekkai.provider.watch.Watch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells once for each threshold when a handle's budget passes it; uses that are given back and
 * taken again don't count twice. A budget that is granted bit by bit is told by whoever grants it,
 * not here. Thread-safe.
 */
final class BudgetAlarm {
  private static final int[] PERCENTS = {80, 95, 100};

  private final Watch watch;
  private final KekRef kek;
  private final AtomicInteger told;

  BudgetAlarm(Watch watch, KekRef kek) {
    this(watch, kek, false);
  }

  BudgetAlarm(Watch watch, KekRef kek, boolean silent) {
    this.watch = watch;
    this.kek = kek;
    this.told = new AtomicInteger(silent ? PERCENTS.length : 0);
  }

  /** Asked whenever a share is taken, not at every use. */
  void taken(long uses, long most) {
    int next = told.get();
    while (next < PERCENTS.length && uses >= threshold(PERCENTS[next], most)) {
      if (told.compareAndSet(next, next + 1)) {
        watch.budget(kek, PERCENTS[next], uses, most);
      }
      next = told.get();
    }
  }

  /** Rounded up, in an order in which nothing overflows. */
  private static long threshold(int percent, long most) {
    return most / 100 * percent + (most % 100 * percent + 99) / 100;
  }
}
