package dev.kekkai.formats.httpsig;

import java.security.PrivateKey;

/**
 * What a client signs its requests with.
 *
 * @param keyId the id under which the key server knows the public key: 1 to {@value
 *     #MAX_KEY_ID_CHARS} printable ASCII characters
 * @param key the private key, which may be opaque (in an HSM)
 * @param algorithm what it signs with, as registered
 */
public record SigningKey(String keyId, PrivateKey key, SignatureAlgorithm algorithm) {

  /** The longest key id, in characters. */
  public static final int MAX_KEY_ID_CHARS = 128;

  /**
   * Checks that the parts go together.
   *
   * @param keyId the id under which the key server knows the public key
   * @param key the private key
   * @param algorithm what it signs with
   * @throws IllegalArgumentException when the key does not fit the algorithm, or when the id is
   *     empty, too long or not printable ASCII
   */
  public SigningKey {
    if (keyId.isEmpty() || keyId.length() > MAX_KEY_ID_CHARS || !RequestSigner.isPrintable(keyId)) {
      throw new IllegalArgumentException(
          "A key id has 1 to " + MAX_KEY_ID_CHARS + " printable ASCII characters");
    }
    algorithm.requireFit(key);
  }

  /**
   * Id and algorithm.
   *
   * @return never anything of the key
   */
  @Override
  public String toString() {
    return "SigningKey[" + keyId + ", " + algorithm.id() + "]";
  }
}
