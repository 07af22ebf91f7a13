package dev.kekkai.config.profile;

import java.util.List;

/**
 * Group {@code oaep}: CKM_RSA_PKCS_OAEP.
 *
 * @param hashes digests the module takes, by standard name ({@code SHA-1}, {@code SHA-256}, ...),
 *     each with MGF1 of the same digest; the best first; may be empty
 * @param sourceData how an empty label is said
 */
public record Oaep(List<String> hashes, OaepSourceData sourceData) {

  /**
   * Copies the list.
   *
   * @param hashes digests by standard name, the best first
   * @param sourceData how an empty label is said
   */
  public Oaep {
    hashes = List.copyOf(hashes);
  }
}
