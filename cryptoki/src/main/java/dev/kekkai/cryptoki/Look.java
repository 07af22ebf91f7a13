package dev.kekkai.cryptoki;

/** What a look at a token found. */
enum Look {
  /** It answers, we are logged in, and our sessions are there. */
  WELL(true),

  /** Our sessions are there, but nobody is logged in. */
  LOGGED_OUT(true),

  /** Our sessions are gone, and their numbers may be somebody else's by now. */
  SESSIONS_GONE(false),

  /** C_Initialize is needed. */
  NOT_INITIALIZED(false),

  /** It does not answer as it should. */
  AWAY(false);

  private final boolean sessionsOurs;

  Look(boolean sessionsOurs) {
    this.sessionsOurs = sessionsOurs;
  }

  /** Whether session numbers still name our sessions, so that they may be closed. */
  boolean areSessionsOurs() {
    return sessionsOurs;
  }
}
