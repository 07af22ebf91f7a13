package dev.kekkai.cryptoki;

/** What a person has said about a login that may cost one of the PIN's last tries. */
public enum LoginConsent {
  /** Nothing: a PIN that was refused is not tried again, nor one on a token that warns. */
  USUAL,

  /**
   * To try once although this PIN was refused before, or the token says that tries are running low.
   * When one try is left, or none, nobody's word is enough.
   */
  CONFIRMED
}
