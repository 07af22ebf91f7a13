package dev.kekkai.integration.store.kill;

import java.util.SplittableRandom;

/** How often something is killed, a few times or {@code -Dkekkai.kills=500}, and when. */
final class Kills {
  private static final Integer ASKED = Integer.getInteger("kekkai.kills");

  private Kills() {}

  /** Whether somebody asked for a number. */
  static boolean isLong() {
    return ASKED != null;
  }

  /** The number asked for, else a few. */
  static int orFew(int few) {
    return ASKED == null ? few : ASKED;
  }

  /**
   * Its seed is printed; {@code -Dkekkai.seed} repeats a run, as far as processes let themselves.
   */
  static SplittableRandom random(Class<?> test) {
    long seed = Long.getLong("kekkai.seed", System.nanoTime());
    System.out.println(test.getSimpleName() + ": -Dkekkai.seed=" + seed);
    return new SplittableRandom(seed);
  }
}
