package dev.kekkai.provider.random;

/** A number that changes some time after it was begun with. Thread-safe. */
interface Epoch {

  /** The number now; costs next to nothing. */
  int now();

  /** The number now, and sees to it that there is another one in time. */
  int begin();
}
