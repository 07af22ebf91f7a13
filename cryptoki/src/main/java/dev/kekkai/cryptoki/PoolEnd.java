package dev.kekkai.cryptoki;

/** Why a pool lends no more sessions. */
enum PoolEnd {
  /** By its user. */
  CLOSED,

  /** The token went away; a pool of a new connection takes its place. */
  LOST;

  TokenException refusal() {
    return this == CLOSED
        ? new TokenException("The token has been closed", false, null)
        : new ConnectionLostException();
  }
}
