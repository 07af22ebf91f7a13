package dev.kekkai.integration.survive;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Starts child processes, by fork where Java can: the module is in them too, until exec. */
final class Children implements AutoCloseable {
  static {
    System.setProperty("jdk.lang.Process.launchMechanism", "FORK");
  }

  private final Thread thread = new Thread(this::run, "children");
  private volatile boolean stopped;
  private volatile int count;

  Children() {
    thread.start();
  }

  private void run() {
    try {
      while (!stopped) {
        Process child = new ProcessBuilder("true").start();
        if (!child.waitFor(10, TimeUnit.SECONDS) || child.exitValue() != 0) {
          return; // the count stands still, which the test sees
        }
        count++;
        Thread.sleep(300);
      }
    } catch (IOException | InterruptedException e) {
      stopped = true;
    }
  }

  int count() {
    return count;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
