package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.TokenException;

/** Finds out one thing about a token. */
interface Probe {
  /** What it is about, for people. */
  String about();

  /**
   * Tries, and writes down what it found. What the module refuses is a finding, no failure.
   *
   * @throws TokenException when the token can't be asked any more
   */
  void run(Bench bench) throws TokenException;
}
