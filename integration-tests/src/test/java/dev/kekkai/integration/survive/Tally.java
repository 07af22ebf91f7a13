package dev.kekkai.integration.survive;

import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What became of the work of a load. Thread-safe. */
final class Tally {
  private static final int TEXTS = 10;

  private final Map<String, LongAdder> right = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> wrong = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
  private final Queue<String> texts = new ConcurrentLinkedQueue<>();
  private final LongAdder unclean = new LongAdder();

  void right(String work) {
    add(right, work);
  }

  void wrong(String work) {
    add(wrong, work);
  }

  void failed(String work, Exception e) {
    Failure failure = Failure.of(e);
    add(failures, failure.kind());
    if (!failure.clean()) {
      unclean.increment();
    }
    if (texts.size() < TEXTS) {
      texts.add(work + ": " + e);
    }
  }

  private static void add(Map<String, LongAdder> counts, String key) {
    counts.computeIfAbsent(key, k -> new LongAdder()).increment();
  }

  long right() {
    return sum(right);
  }

  long wrong() {
    return sum(wrong);
  }

  long failures() {
    return sum(failures);
  }

  /** Failures that do not say that a retry can help, or that blame the input, which was good. */
  long unclean() {
    return unclean.sum();
  }

  private static long sum(Map<String, LongAdder> counts) {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  String describe() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(right)
        .forEach((k, v) -> text.append(String.format("  %-28s %,10d%n", k, v.sum())));
    text.append(
        String.format(
            "  right %,d, failures %,d, wrong results %,d%n", right(), failures(), wrong()));
    new TreeMap<>(wrong).forEach((k, v) -> text.append("  WRONG " + k + " " + v + "\n"));
    new TreeMap<>(failures)
        .forEach((k, v) -> text.append(String.format("  failed %,6d  %s%n", v.sum(), k)));
    texts.forEach(t -> text.append("    such as ").append(t).append('\n'));
    return text.toString();
  }
}
