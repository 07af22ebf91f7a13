package dev.kekkai.cli.doctor;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process when the one that started it is gone, however that ended: then standard input
 * comes to its end. Without it a process that hangs in a module would hang for ever.
 */
public final class Lifeline {
  private static final int ENDED = 1;

  private Lifeline() {}

  /**
   * Ends this process at once when a stream comes to its end.
   *
   * @param in standard input, from which nobody else reads any more
   */
  static void hold(InputStream in) {
    Thread thread =
        new Thread(
            () -> {
              try {
                int read;
                do {
                  read = in.read(); // nothing more is expected
                } while (read >= 0);
              } catch (IOException e) {
                cut();
              }
              cut();
            },
            "kekkai-doctor-lifeline");
    thread.setDaemon(true);
    thread.start();
  }

  /** Without the module's exit handlers as far as Java can help it: a thread may hang in it. */
  public static void cut() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(ENDED);
  }
}
