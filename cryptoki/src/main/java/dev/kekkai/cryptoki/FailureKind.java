package dev.kekkai.cryptoki;

/** What a failed C_ function says of the token, as far as its code can be believed. */
enum FailureKind {
  /** Nothing: the request can't be done, and will not be later. */
  REFUSED(false, 0),

  /** The token could not this time. */
  TRANSIENT(false, 3),

  /** The session is in a state that the call doesn't fit; another one will do. */
  SESSION_SPOILED(false, 3),

  /** The token has no session left for us. */
  SESSION_LIMIT(false, 0),

  /** The session, and perhaps all of them, are gone. */
  SESSION_LOST(true, 3),

  /** Nobody is logged in any more. */
  LOGIN_LOST(true, 3),

  /**
   * The object is gone, or was never there, or (NSS softokn) nobody is logged in any more; where it
   * is a key of ours, it is looked for again.
   */
  OBJECT_LOST(true, 2),

  /** The device may be gone, or it may be its answer to bad input. */
  DEVICE_LOST(true, 3);

  private final boolean suspicious;
  private final int repeats;

  FailureKind(boolean suspicious, int repeats) {
    this.suspicious = suspicious;
    this.repeats = repeats;
  }

  /** Whether it is worth a look at the token, which alone decides what is done. */
  boolean isSuspicious() {
    return suspicious;
  }

  /** How often a safe operation is repeated when the look finds nothing wrong. */
  int repeats() {
    return repeats;
  }
}
