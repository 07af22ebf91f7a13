package dev.kekkai.provider.spi.wrap;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Cipher;

/**
 * What a caller may say that an unwrapped key is: always a DEK, that is AES-256. CMS says so with
 * the OID of the content's cipher, XML encryption and Bouncy Castle with {@code ENC}.
 */
final class UnwrappedAlgorithm {
  private static final Set<String> NAMES = Set.of("AES", "AES_256", "ENC");

  /** The arc aes; 41 to 49 under it are AES-256 (NIST CSOR). */
  private static final String AES_256_ARC = "2.16.840.1.101.3.4.1.4";

  private UnwrappedAlgorithm() {}

  static void check(String algorithm, int type)
      throws InvalidKeyException, NoSuchAlgorithmException {
    if (type != Cipher.SECRET_KEY) {
      throw new InvalidKeyException(
          "Only DEKs are unwrapped here: pass Cipher.SECRET_KEY, not a private or public key's type");
    }
    String name = algorithm.toUpperCase(Locale.ROOT);
    if (!NAMES.contains(name) && !isAes256Oid(name)) {
      throw new NoSuchAlgorithmException(
          String.format(
              Locale.ROOT,
              "An unwrapped key is an AES-256 DEK; name its algorithm AES, not %s",
              algorithm));
    }
  }

  private static boolean isAes256Oid(String name) {
    return name.startsWith(AES_256_ARC) && name.length() <= AES_256_ARC.length() + 1;
  }
}
