package dev.kekkai.formats.envelope;

import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import org.jspecify.annotations.Nullable;

/**
 * AES key wrap (RFC 3394), as encryption and decryption of bytes: a key that JCA's {@code unwrap}
 * makes can't be wiped.
 */
final class AesKeyWrap {
  private static final String TRANSFORMATION = "AES/KW/NoPadding";

  private AesKeyWrap() {}

  static byte[] wrap(WipeableKey wrappingKey, WipeableKey dek) {
    byte[] wrapped = run(Cipher.ENCRYPT_MODE, wrappingKey, dek.getEncoded());
    if (wrapped == null) {
      throw new ProviderException("The provider of " + TRANSFORMATION + " wraps no AES-256 key");
    }
    return wrapped;
  }

  /** The DEK, or null when it was not wrapped under this key. */
  static @Nullable WipeableKey unwrap(WipeableKey wrappingKey, byte[] encryptedKey) {
    byte[] value = run(Cipher.DECRYPT_MODE, wrappingKey, encryptedKey);
    if (value == null) {
      return null;
    }
    if (value.length != SealedEnvelope.DEK_BYTES) {
      Arrays.fill(value, (byte) 0);
      return null;
    }
    return new WipeableKey(value);
  }

  private static byte @Nullable [] run(int mode, WipeableKey wrappingKey, byte[] input) {
    Cipher cipher = Ciphers.of(TRANSFORMATION, null);
    try {
      cipher.init(mode, wrappingKey);
      return cipher.doFinal(input);
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      return null;
    } catch (InvalidKeyException e) {
      throw new ProviderException("No provider takes a key for " + TRANSFORMATION, e);
    } finally {
      Ciphers.forgetKey(cipher, null);
    }
  }
}
