package dev.kekkai.cryptoki;

/** What a look at a token found. */
enum Look {
  /** It answers, we are logged in, and our sessions are there. */
  WELL(true, "the token is well"),

  /** Our sessions are there, but nobody is logged in. */
  LOGGED_OUT(true, "nobody is logged in"),

  /** Our sessions are gone, and their numbers may be somebody else's by now. */
  SESSIONS_GONE(false, "its sessions are gone"),

  /** C_Initialize is needed. */
  NOT_INITIALIZED(false, "the module is not initialised"),

  /** It does not answer as it should. */
  AWAY(false, "the token does not answer as it should");

  private final boolean sessionsOurs;
  private final String description;

  Look(boolean sessionsOurs, String description) {
    this.sessionsOurs = sessionsOurs;
    this.description = description;
  }

  /** For people. */
  String describe() {
    return description;
  }

  /** Whether session numbers still name our sessions, so that they may be closed. */
  boolean areSessionsOurs() {
    return sessionsOurs;
  }
}
