package dev.kekkai.config.profile;

import java.util.List;

/**
 * Group {@code oaep}: CKM_RSA_PKCS_OAEP.
 *
 * @param hashes digests the module takes, by standard name ({@code SHA-1}, {@code SHA-256}, ...),
 *     each with MGF1 of the same digest; the best first; may be empty
 */
public record Oaep(List<String> hashes) {

  /**
   * Copies the list.
   *
   * @param hashes digests by standard name, the best first
   */
  public Oaep {
    hashes = List.copyOf(hashes);
  }
}
