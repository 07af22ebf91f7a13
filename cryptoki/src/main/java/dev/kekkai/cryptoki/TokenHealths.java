package dev.kekkai.cryptoki;

import org.jspecify.annotations.Nullable;

/** Puts together how a token is. */
final class TokenHealths {
  private TokenHealths() {}

  static TokenHealth of(ConnectionPlace place, @Nullable Dispatcher dispatcher, int maxSessions) {
    Outage outage = place.outage();
    Connection now = place.connectionOrNull();
    int hanging = dispatcher == null ? 0 : dispatcher.hanging();
    boolean stuck = dispatcher != null && dispatcher.isStuck();
    int owner = now == null ? 0 : 1;
    return new TokenHealth(
        stuck ? TokenState.RESTART_REQUIRED : outage.state(),
        outage.since(),
        stuck ? "All threads that call the module hang inside it" : outage.reasonOrNull(),
        place.untilNextAttempt(),
        place.recoveries(),
        now == null ? 0 : now.pool().openCount() + owner,
        now == null ? 0 : now.pool().lentCount(),
        maxSessions,
        hanging);
  }
}
