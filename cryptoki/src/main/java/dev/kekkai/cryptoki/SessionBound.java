package dev.kekkai.cryptoki;

import dev.kekkai.config.SessionSettings;
import java.util.Locale;

/** How many sessions may be open at once: what the operator, the profile and the token allow. */
final class SessionBound {
  private static final long UNAVAILABLE = -1L;

  private SessionBound() {}

  /**
   * The bound in force.
   *
   * @param profile the profile's limit; 0 for none
   * @throws TokenException when the operator asked for more, or there are too few to work with
   */
  static int of(SessionSettings configured, int profile, TokenInfo info) throws TokenException {
    long allowed = Long.MAX_VALUE;
    String by = "";
    if (profile > 0) {
      allowed = profile;
      by = "its profile allows";
    }
    if (info.maxSessions() > 0
        && info.maxSessions() != UNAVAILABLE
        && info.maxSessions() < allowed) {
      allowed = info.maxSessions();
      by = "it allows";
    }
    if (allowed < 2) {
      throw refused(
          "Kekkai needs two sessions, one to own objects and one to work; the token %s is not enough:"
              + " %s %d",
          info.describe(), by, allowed);
    }
    if (configured.maxIsGiven() && configured.max() > allowed) {
      throw refused(
          "sessions.max = %d is too much for the token %s: %s %d sessions of one application at"
              + " once. Set sessions.max = %d or less, or leave it out",
          configured.max(), info.describe(), by, allowed, allowed);
    }
    return (int) Math.min(configured.max(), allowed);
  }

  private static TokenException refused(String text, Object... args) {
    return new TokenException(String.format(Locale.ROOT, text, args), false, null);
  }
}
