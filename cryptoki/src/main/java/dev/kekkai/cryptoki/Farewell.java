package dev.kekkai.cryptoki;

import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a token on a thread of its own ({@code calls = dispatched}), since closing a session may
 * hang inside the module as anything else may. Whoever closes it waits for so long and no longer;
 * the rest is done when the module answers.
 */
final class Farewell {
  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

  private Farewell() {}

  static void within(Duration atMost, Runnable end) {
    Thread thread = new Thread(null, end, "kekkai-close", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
    try {
      thread.join(atMost.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn(
          String.format(
              Locale.ROOT,
              "The PKCS#11 module did not close our sessions within %d ms; it is not waited for",
              atMost.toMillis()));
    }
  }
}
