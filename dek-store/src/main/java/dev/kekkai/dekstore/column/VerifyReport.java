package dev.kekkai.dekstore.column;

import java.util.List;

/**
 * What was found when every token was decrypted.
 *
 * @param checked tokens that decrypt, to the plaintext beside them where there is one
 * @param left rows with plaintext and no token
 * @param wrong rows whose token doesn't decrypt, or to something else than their plaintext
 * @param examples the first few of those, by key; no values
 */
public record VerifyReport(long checked, long left, long wrong, List<String> examples) {

  /**
   * Copies the list.
   *
   * @param checked tokens that are right
   * @param left rows without a token
   * @param wrong rows with a wrong one
   * @param examples the first few of those
   */
  public VerifyReport {
    examples = List.copyOf(examples);
  }

  /**
   * Whether every plaintext has its token.
   *
   * @return true when nothing is left and nothing wrong
   */
  public boolean isClean() {
    return left == 0 && wrong == 0;
  }
}
