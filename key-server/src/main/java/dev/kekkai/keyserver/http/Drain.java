package dev.kekkai.keyserver.http;

import java.time.Duration;

/** Counts what is under way, and lets nothing more in once it is to end. Thread-safe. */
final class Drain {
  private int inside;
  private boolean closed;

  /** Whether something new may begin; then {@link #leave} has to follow. */
  synchronized boolean enter() {
    if (!closed) {
      inside++;
    }
    return !closed;
  }

  synchronized void leave() {
    inside--;
    if (inside == 0) {
      notifyAll();
    }
  }

  /** Lets nothing more in; true when all that was inside has left in time. */
  synchronized boolean await(Duration within) {
    closed = true;
    long end = System.nanoTime() + within.toNanos();
    try {
      while (inside > 0) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return false;
        }
        wait(millis);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
