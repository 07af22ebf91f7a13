package dev.kekkai.integration.survive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Threads that do their kinds of work over and over, in an order of chance, until stopped. */
final class Workers {
  private static final long AFTER_FAILURE_MILLIS = 10;

  private final Tally tally;
  private final Consumer<Work> right;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /**
   * Threads that don't run yet.
   *
   * @param tally counts what they do
   * @param right hears of work right after it was done and found right
   */
  Workers(Tally tally, Consumer<Work> right) {
    this.tally = tally;
    this.right = right;
  }

  void start(List<Work> kinds) {
    int seed = threads.size();
    Thread thread = new Thread(() -> run(new ArrayList<>(kinds), seed), "worker-" + seed);
    threads.add(thread);
    thread.start();
  }

  /** Work that is under way is done first. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void run(List<Work> kinds, int seed) {
    Random random = new Random(seed);
    while (!stopped) {
      Collections.shuffle(kinds, random);
      for (Work work : kinds) {
        if (!stopped) {
          once(work);
        }
      }
    }
  }

  private void once(Work work) {
    try {
      if (work.check().isRight()) {
        right.accept(work);
        tally.right(work.name());
      } else {
        tally.wrong(work.name());
      }
    } catch (Exception e) {
      tally.failed(work.name(), e);
      pause();
    }
  }

  /** As a caller would; and so that failures that come at once are not most of what is counted. */
  private void pause() {
    try {
      Thread.sleep(AFTER_FAILURE_MILLIS);
    } catch (InterruptedException e) {
      stopped = true;
    }
  }
}
