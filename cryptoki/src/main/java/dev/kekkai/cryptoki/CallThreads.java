package dev.kekkai.cryptoki;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How many threads call the module when calls are dispatched: one for each session at most. */
final class CallThreads {
  private CallThreads() {}

  /** One session owns objects and is not for calls. */
  static int of(@Nullable Integer configured, int sessions) throws TokenException {
    int most = sessions - 1;
    if (configured == null) {
      return most;
    }
    if (configured > most) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "calls.threads = %d, but the token allows %d sessions, of which one owns objects: set"
                  + " calls.threads to %d or less",
              configured,
              sessions,
              most),
          false,
          null);
    }
    return configured;
  }
}
