package dev.kekkai.cryptoki;

/** What it took to get a token back, the least that helped. */
public enum RecoveryLevel {
  /** It was there all the time. */
  NONE,

  /** New sessions and a new login. */
  SESSIONS,

  /** C_Finalize and C_Initialize, then new sessions and a new login. */
  MODULE
}
