package dev.kekkai.cli.progress;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast it went of late: over the newest looks at the count. Not thread-safe. */
final class Pace {
  private static final int LOOKS = 30;

  private record Look(long nanos, long done) {}

  private final Deque<Look> looks = new ArrayDeque<>();

  Pace(long nanos, long done) {
    looks.add(new Look(nanos, done));
  }

  /** A look at the count; {@code nanos} is a time as {@link System#nanoTime()} tells it. */
  void look(long nanos, long done) {
    looks.add(new Look(nanos, done));
    if (looks.size() > LOOKS) {
      looks.remove();
    }
  }

  /** Per second; 0 when that can't be said yet. */
  double perSecond() {
    Look first = looks.getFirst();
    Look last = looks.getLast();
    long nanos = last.nanos() - first.nanos();
    return nanos <= 0 ? 0 : (last.done() - first.done()) * 1e9 / nanos;
  }
}
