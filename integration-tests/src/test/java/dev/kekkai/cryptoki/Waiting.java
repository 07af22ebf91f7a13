package dev.kekkai.cryptoki;

/** Threads that are known to wait. */
final class Waiting {
  private Waiting() {}

  /** Starts a thread, and returns when it waits for something. */
  static Thread start(Runnable task) throws InterruptedException {
    Thread thread = new Thread(task);
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      if (!thread.isAlive()) {
        throw new AssertionError("it did not wait");
      }
      Thread.sleep(1);
    }
    return thread;
  }
}
