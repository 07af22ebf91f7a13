package dev.kekkai.provider.spi.wrap;

import dev.kekkai.provider.keys.KekkaiKey;
import java.security.InvalidKeyException;
import java.security.Key;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import javax.crypto.SecretKey;

/** Software keys that a caller gives to {@code wrap}. */
final class SoftwareKeys {
  private static final Set<Integer> AES_BYTES = Set.of(16, 24, 32);

  private SoftwareKeys() {}

  /** The bytes of an AES key, whatever its algorithm is called; the caller wipes them. */
  static byte[] aes(Key key) throws InvalidKeyException {
    if (key instanceof KekkaiKey) {
      throw new InvalidKeyException("A key that lives on the token is not wrapped: " + key);
    }
    byte[] bytes = key instanceof SecretKey ? key.getEncoded() : null;
    if (bytes == null) {
      throw new InvalidKeyException(
          String.format(
              Locale.ROOT,
              "A Kekkai DEK or a software AES key can be wrapped, not a %s key without bytes or a"
                  + " private key",
              key.getAlgorithm()));
    }
    if (!AES_BYTES.contains(bytes.length)) {
      Arrays.fill(bytes, (byte) 0);
      throw new InvalidKeyException(
          String.format(
              Locale.ROOT,
              "An AES key of 16, 24 or 32 bytes can be wrapped, not %d bytes",
              bytes.length));
    }
    return bytes;
  }
}
