package dev.kekkai.cryptoki;

import java.util.Locale;

/** How many sessions may be open at once: what the operator, the profile and the token allow. */
final class SessionBound {
  private static final long UNAVAILABLE = -1L;

  private SessionBound() {}

  static int of(int configured, int profile, TokenInfo info) throws TokenException {
    long bound = configured;
    if (profile > 0) {
      bound = Math.min(bound, profile);
    }
    if (info.maxSessions() > 0 && info.maxSessions() != UNAVAILABLE) {
      bound = Math.min(bound, info.maxSessions());
    }
    if (bound < 2) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "Kekkai needs two sessions, one to own objects and one to work; the token %s allows %d",
              info.describe(),
              bound),
          false,
          null);
    }
    return (int) bound;
  }
}
