package dev.kekkai.keyserver.tls;

import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import java.nio.file.Path;
import java.security.PrivateKey;

/** Private keys that requests are signed with, in PEM files. */
public final class KeyFile {
  private KeyFile() {}

  /**
   * Reads a key.
   *
   * @param file PKCS#8 in PEM, not encrypted, closed to others
   * @param algorithm what it is for
   * @return the key
   * @throws TlsFileException when the file can't be used
   */
  public static PrivateKey read(Path file, SignatureAlgorithm algorithm) throws TlsFileException {
    return PemFile.privateKey(
        file,
        switch (algorithm) {
          case ED25519 -> "Ed25519";
          case ECDSA_P256_SHA256 -> "EC";
          case RSA_PSS_SHA512 -> "RSA";
        });
  }
}
