package dev.kekkai.dekstore.column;

import java.util.List;

/**
 * What a run encrypted, or cleared.
 *
 * @param changed rows that were changed
 * @param left rows that are left: with plaintext and no token after encrypting, with plaintext
 *     after clearing
 * @param failed rows among them that can't be done as they are
 * @param examples the first few of those, by key, and what is wrong; no values
 */
public record RunReport(long changed, long left, long failed, List<String> examples) {

  /**
   * Copies the list.
   *
   * @param changed rows that were changed
   * @param left rows that are left
   * @param failed rows that can't be done
   * @param examples the first few of those
   */
  public RunReport {
    examples = List.copyOf(examples);
  }

  /**
   * Whether nothing is left.
   *
   * @return true when it is done
   */
  public boolean isDone() {
    return left == 0;
  }
}
