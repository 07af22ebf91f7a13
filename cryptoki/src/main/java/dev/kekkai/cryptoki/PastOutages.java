package dev.kekkai.cryptoki;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.state.OutageJournal;
import java.util.List;

/** Outages that this user's processes saw, for a command that tells of them. */
public final class PastOutages {
  private PastOutages() {}

  /**
   * The latest ones of all tokens, of processes with the same {@code state.dir}.
   *
   * @param config where to look
   * @param most at most so many lines
   * @return a line each for people, the oldest first; empty where nothing was written down
   */
  public static List<String> latest(KekkaiConfig config, int most) {
    return OutageJournal.latest(config.stateDir(), most);
  }
}
