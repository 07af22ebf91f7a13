package dev.kekkai.client;

/**
 * An item sealed anew, inside the server, under the primary version of its KEK. Immutable and
 * thread-safe.
 *
 * @param item what to store in place of the old one, a JWE in compact form with the same context
 * @param kek what it is sealed for now, {@code payments.v4}
 */
public record Resealed(String item, String kek) {

  /**
   * The KEK only.
   *
   * @return for instance {@code Resealed[payments.v4]}
   */
  @Override
  public String toString() {
    return "Resealed[" + kek + "]";
  }
}
