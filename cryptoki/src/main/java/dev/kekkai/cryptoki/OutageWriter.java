package dev.kekkai.cryptoki;

import dev.kekkai.cryptoki.state.OutageJournal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Writes outages down, for those who ask later, and tells another listener of them. */
final class OutageWriter implements TokenListener {
  private final TokenListener next;
  private final OutageJournal journal;
  private final String token;
  private volatile String reason = "";

  OutageWriter(TokenListener next, OutageJournal journal, String token) {
    this.next = next;
    this.journal = journal;
    this.token = token;
  }

  @Override
  public void changed(TokenState from, TokenState to, String why) {
    next.changed(from, to, why);
    if (from == TokenState.UP) {
      reason = why;
    }
    if (to == TokenState.DOWN
        || to == TokenState.LOGIN_REFUSED
        || to == TokenState.RESTART_REQUIRED) {
      write(String.format(Locale.ROOT, "%s: %s", to, why));
    }
  }

  @Override
  public void recovered(RecoveryLevel level, int attempts, Duration outage) {
    next.recovered(level, attempts, outage);
    write(
        String.format(
            Locale.ROOT,
            "back after %s at attempt %d (%s); it began with: %s",
            Outage.seconds(outage),
            attempts,
            level,
            reason));
  }

  private void write(String what) {
    journal.add(
        String.format(
            Locale.ROOT,
            "%s  %s, process %d: %s",
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            token,
            ProcessHandle.current().pid(),
            what));
  }
}
