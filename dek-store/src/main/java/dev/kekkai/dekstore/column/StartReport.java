package dev.kekkai.dekstore.column;

import java.util.List;

/**
 * What the start of a migration found and did.
 *
 * @param columnMade whether the column of tokens was made now
 * @param rows rows with plaintext and no token
 * @param bystanders what else sees or keeps the plaintext: indexes, views, triggers and
 *     publications, by name
 */
public record StartReport(boolean columnMade, long rows, List<String> bystanders) {

  /**
   * Copies the list.
   *
   * @param columnMade whether the column of tokens was made now
   * @param rows rows to encrypt
   * @param bystanders what else sees the plaintext
   */
  public StartReport {
    bystanders = List.copyOf(bystanders);
  }
}
