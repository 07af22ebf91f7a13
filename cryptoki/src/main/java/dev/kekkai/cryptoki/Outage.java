package dev.kekkai.cryptoki;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a token has been since its state last changed, and why. Immutable. */
record Outage(
    TokenState state, Instant since, long startNanos, int attempts, @Nullable TokenException why) {

  static Outage none() {
    return new Outage(TokenState.UP, Instant.now(), System.nanoTime(), 0, null);
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** The start stays: it is one outage, whatever becomes of it. */
  Outage as(TokenState next, int tried, @Nullable TokenException reason) {
    return new Outage(next, since, startNanos, tried, reason == null ? why : reason);
  }

  /** What a caller is told, by state. */
  TokenException explain(String token) {
    if (why instanceof LoginException || why instanceof RestartRequiredException) {
      return why;
    }
    String text =
        String.format(
            Locale.ROOT,
            "The token %s has been away for %s (%s); %d attempts to get it back failed so far, and more"
                + " follow by themselves. %s",
            token,
            seconds(age()),
            reason(),
            attempts,
            state == TokenState.DOWN
                ? "Callers fail at once meanwhile; a retry can help later"
                : "A retry can help");
    return new TokenUnavailableException(text, true, why);
  }

  String reason() {
    return why == null ? "no answer" : String.valueOf(why.getMessage());
  }

  @Nullable String reasonOrNull() {
    return why == null ? null : why.getMessage();
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
