package dev.kekkai.cli.doctor;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the other process has said so far. Thread-safe. */
final class TrialProgress {
  private static final long POLL_MILLIS = 50;

  private final CountDownLatch start = new CountDownLatch(1);
  private TrialStep now = TrialStep.START;
  private boolean over;
  private @Nullable String problem;

  /** Takes a line that may be one of {@link TrialMain}'s; the module may print, too. */
  synchronized void hear(String line) {
    String[] words = line.split(" ", 3);
    if (words.length < 2 || !words[0].equals(TrialMain.SAYS)) {
      return;
    }
    switch (words[1]) {
      case TrialMain.OVER -> over = true;
      case TrialMain.PROBLEM -> {
        problem = words.length > 2 ? words[2] : "";
        over = true;
      }
      default -> step(words[1]);
    }
  }

  /** Whether it has got so far that the module comes next, or has ended. */
  boolean awaitStart(Duration atMost, JavaProcess process) throws InterruptedException {
    long begin = System.nanoTime();
    while (!start.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      if (process.await(Duration.ZERO)) {
        return true;
      }
      if (System.nanoTime() - begin > atMost.toNanos()) {
        return false;
      }
    }
    return true;
  }

  private void step(String name) {
    start.countDown();
    for (TrialStep step : TrialStep.values()) {
      if (step.name().equals(name)) {
        now = step;
      }
    }
  }

  synchronized String now() {
    return now.text();
  }

  synchronized boolean isOver() {
    return over;
  }

  synchronized @Nullable String problem() {
    return problem;
  }

  synchronized TrialResult result(@Nullable String trouble) {
    return new TrialResult(trouble, now.compareTo(TrialStep.FINALIZE) >= 0, now, trouble == null);
  }
}
