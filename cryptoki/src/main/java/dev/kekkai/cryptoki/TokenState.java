package dev.kekkai.cryptoki;

/** How a token is, as seen from this process. */
public enum TokenState {
  /** Logged in and answering. */
  UP,

  /** Away, and being got back; callers wait for it within their deadlines. */
  RECOVERING,

  /** Away for longer than callers wait: they fail at once until it is back. */
  DOWN,

  /** The token refused the PIN; nobody tries it again before it has changed. */
  LOGIN_REFUSED,

  /**
   * Only a new process can help: the module can't be initialised again here, or too many threads
   * hang inside it. Looked at again all the same, in case that it ends.
   */
  RESTART_REQUIRED,

  /** Closed by its user. */
  CLOSED
}
