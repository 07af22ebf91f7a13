package dev.kekkai.integration.survive;

import java.util.concurrent.TimeUnit;

/** Starts child processes, by fork where Java can: the module is in them too, until exec. */
final class Children extends Background {
  static {
    System.setProperty("jdk.lang.Process.launchMechanism", "FORK");
  }

  private volatile int count;

  Children() {
    super("children");
  }

  @Override
  void turn() throws Exception {
    Process child = new ProcessBuilder("true").start();
    if (!child.waitFor(10, TimeUnit.SECONDS) || child.exitValue() != 0) {
      throw new AssertionError("A child process did not do its work: " + child);
    }
    count++;
    Thread.sleep(300);
  }

  int count() {
    return count;
  }
}
