package dev.kekkai.dekstore.column;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** What is wrong with rows: how many, and the first few by their keys. Thread-safe. */
final class Findings {
  private static final int SHOWN = 20;

  private final LongAdder count = new LongAdder();
  private final List<String> shown = new ArrayList<>();

  void add(ColumnRow row, String what) {
    count.increment();
    synchronized (shown) {
      if (shown.size() < SHOWN) {
        shown.add(String.format(Locale.ROOT, "row %s: %s", row.describe(), what));
      }
    }
  }

  long count() {
    return count.sum();
  }

  List<String> shown() {
    synchronized (shown) {
      return List.copyOf(shown);
    }
  }
}
