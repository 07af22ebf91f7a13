package dev.kekkai.provider;

import dev.kekkai.cryptoki.TokenHealth;
import dev.kekkai.cryptoki.TokenState;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a provider is at one moment. Asking for it never touches the token.
 *
 * @param provider the provider's name
 * @param token the token's state, its sessions and recoveries; null while it has not been connected
 * @param trouble why the last attempt to connect failed; null when none has, and once it is
 *     connected
 * @param openDeks DEKs that are open, in the token or in memory
 */
public record KekkaiHealth(
    String provider, @Nullable TokenHealth token, @Nullable String trouble, int openDeks) {

  /**
   * Whether work that needs the token may be sent here. A provider that was not used yet is ready
   * to connect; call {@code source().get()} at start to know.
   *
   * @return false while the token is away, refused, or closed, and after a failure to connect
   */
  public boolean isReady() {
    return token == null ? trouble == null : token.state() == TokenState.UP;
  }

  /**
   * All of it in one line for people.
   *
   * @return such as {@code Kekkai: UP since 2026-05-01T10:00:00Z; 2 of 16 sessions open, 1 lent; 3
   *     DEKs open}
   */
  public String describe() {
    StringBuilder line = new StringBuilder(provider).append(": ");
    if (token == null) {
      line.append("not connected").append(trouble == null ? " yet" : " (" + trouble + ")");
    } else {
      describe(line, token);
    }
    return line.append("; ").append(openDeks).append(" DEKs open").toString();
  }

  private static void describe(StringBuilder line, TokenHealth token) {
    line.append(token.state())
        .append(" since ")
        .append(token.since().truncatedTo(ChronoUnit.SECONDS));
    if (token.reason() != null) {
      line.append(" (").append(token.reason()).append(')');
    }
    Duration next = token.nextAttempt();
    if (next != null) {
      line.append(", next attempt in ").append(next.toMillis()).append(" ms");
    }
    line.append(
        String.format(
            Locale.ROOT,
            "; %d of %d sessions open, %d lent",
            token.sessionsOpen(),
            token.sessionsMax(),
            token.sessionsLent()));
    if (token.recoveries() > 0) {
      line.append("; recovered ").append(token.recoveries()).append(" times");
    }
    if (token.hanging() > 0) {
      line.append("; ").append(token.hanging()).append(" calls hanging");
    }
  }

  @Override
  public String toString() {
    return describe();
  }
}
