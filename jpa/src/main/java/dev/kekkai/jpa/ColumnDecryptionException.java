package dev.kekkai.jpa;

/**
 * A stored value does not decrypt where it was found. The one error for every way its token can be
 * wrong: altered, cut short, from another row, column, table or tenant, or under a DEK that is
 * unknown or destroyed. It names the attribute and never has a cause.
 */
public final class ColumnDecryptionException extends ColumnEncryptionException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param attribute table and column
   */
  ColumnDecryptionException(String attribute) {
    super("The value of " + attribute + " does not decrypt in this place", null);
  }
}
