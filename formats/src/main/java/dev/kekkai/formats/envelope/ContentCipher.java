package dev.kekkai.formats.envelope;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.ProviderException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/** A256GCM (RFC 7518, section 5.3) under a DEK that may be in memory or opaque. */
final class ContentCipher {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";

  /** Names the key length, so that the provider checks that of a key which does not show it. */
  private static final String TRANSFORMATION_OPAQUE = "AES_256/GCM/NoPadding";

  private ContentCipher() {}

  /**
   * Encrypts.
   *
   * @return ciphertext and tag
   */
  static byte[] encrypt(WipeableKey dek, byte[] iv, byte[] aad, byte[] plaintext) {
    Cipher cipher = Ciphers.of(TRANSFORMATION, null);
    GCMParameterSpec params = params(iv);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, dek, params);
      cipher.updateAAD(aad);
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new ProviderException("No provider encrypts with A256GCM: " + e.getMessage(), e);
    } finally {
      Ciphers.forgetKey(cipher, params);
    }
  }

  /**
   * Decrypts.
   *
   * @param provider the private key's, which an opaque DEK belongs to; null lets JCA find it
   * @return the plaintext, or null when the tag does not fit
   */
  static byte @Nullable [] decrypt(
      SecretKey dek, @Nullable Provider provider, SealedEnvelope envelope) {
    boolean opaque = dek.getFormat() == null;
    Cipher cipher =
        opaque ? Ciphers.of(TRANSFORMATION_OPAQUE, provider) : Ciphers.of(TRANSFORMATION, null);
    GCMParameterSpec params = params(envelope.iv());
    try {
      cipher.init(Cipher.DECRYPT_MODE, dek, params);
      cipher.updateAAD(envelope.aad());
      return cipher.doFinal(envelope.body());
    } catch (InvalidKeyException | BadPaddingException | IllegalBlockSizeException e) {
      Ciphers.passOnTrouble(e);
      return null;
    } catch (InvalidAlgorithmParameterException e) {
      // The lengths are the format's, whatever the envelope holds: it is the provider that can't.
      throw new ProviderException("The provider does not take the parameters of A256GCM", e);
    } finally {
      if (!opaque) {
        Ciphers.forgetKey(cipher, params);
      }
    }
  }

  private static GCMParameterSpec params(byte[] iv) {
    return new GCMParameterSpec(SealedEnvelope.TAG_BYTES * Byte.SIZE, iv);
  }
}
