package dev.kekkai.provider.keys;

import dev.kekkai.provider.KekkaiListener;
import dev.kekkai.provider.watch.Watch;

/** Budgets without a handle. */
final class Budgets {
  private Budgets() {}

  static Budget of(long most, KekkaiListener... listeners) {
    Watch watch = new Watch("test");
    for (KekkaiListener listener : listeners) {
      watch.add(listener);
    }
    return new Budget(most, new BudgetAlarm(watch, new KekRef("payments", 1)));
  }
}
