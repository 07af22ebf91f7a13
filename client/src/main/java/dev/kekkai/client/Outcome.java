package dev.kekkai.client;

/** What an attempt brought. */
sealed interface Outcome permits Answer, Failure, Outcome.CutOff {

  /** Ended by the caller's deadline before its own time was over: says nothing of the server. */
  record CutOff() implements Outcome {}
}
