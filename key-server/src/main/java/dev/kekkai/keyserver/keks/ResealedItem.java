package dev.kekkai.keyserver.keks;

/**
 * An item as it was sealed.
 *
 * @param item a JWE in compact form
 * @param kek the version it was sealed for, {@code payments.v4}
 */
public record ResealedItem(String item, String kek) {
  /** The KEK only. */
  @Override
  public String toString() {
    return "ResealedItem[" + kek + "]";
  }
}
