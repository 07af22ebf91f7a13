package dev.kekkai.client;

import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.httpsig.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.PrivateKey;

/** The key that requests are signed with, as a file. */
public final class SigningKeyFile {

  private SigningKeyFile() {}

  /**
   * Reads a key; the algorithm follows from its kind: Ed25519, EC P-256 or RSA (PSS, SHA-512).
   *
   * @param keyId the id under which the key server knows its public half
   * @param pem PKCS#8 in PEM, not encrypted, in a file closed to others
   * @return the signing key
   * @throws IOException when the file can't be read, or others can read it
   * @throws InvalidKeyException when it holds something else
   * @throws IllegalArgumentException when the key or the id is not fit; the message says what is
   */
  public static SigningKey read(String keyId, Path pem) throws IOException, InvalidKeyException {
    PrivateKey key = PrivateKeyFile.read(pem);
    SignatureAlgorithm algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> SignatureAlgorithm.ECDSA_P256_SHA256;
          case "RSA", "RSASSA-PSS" -> SignatureAlgorithm.RSA_PSS_SHA512;
          default -> SignatureAlgorithm.ED25519;
        };
    return new SigningKey(keyId, key, algorithm);
  }
}
