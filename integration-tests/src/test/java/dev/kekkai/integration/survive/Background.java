package dev.kekkai.integration.survive;

import org.jspecify.annotations.Nullable;

/** Something done over and over on a thread of its own, until it is stopped. */
abstract class Background {
  private final Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable Exception failure;

  Background(String name) {
    thread = new Thread(this::run, name);
  }

  /** Does it once, with a pause that is short. */
  abstract void turn() throws Exception;

  final void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!stopped) {
        turn();
      }
    } catch (Exception e) {
      failure = e;
    }
  }

  /** Returns when it is no longer under way; throws what ended it early. */
  void stop() throws Exception {
    stopped = true;
    thread.join();
    Exception why = failure;
    if (why != null) {
      throw why;
    }
  }
}
