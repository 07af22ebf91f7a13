package dev.kekkai.keyserver.audit.witness;

import dev.kekkai.keyserver.audit.format.SignedSeal;
import java.time.Duration;

/**
 * Is shown every seal once it is stored, in order. Never blocks the log: what a witness can't take
 * at once it takes later, or reports as dropped.
 */
public interface Witness {
  /**
   * Shows it a seal. Returns at once and never throws.
   *
   * @param seal stored already
   */
  void accept(SignedSeal seal);

  /**
   * How it is.
   *
   * @return a snapshot
   */
  WitnessStatus status();

  /**
   * Gives it some time to take what is pending, then ends it.
   *
   * @param within how long
   */
  void close(Duration within);
}
