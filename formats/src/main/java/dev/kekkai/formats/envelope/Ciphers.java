package dev.kekkai.formats.envelope;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What all uses of a Cipher have in common here. */
final class Ciphers {
  private static final SecretKey BLANK =
      new SecretKeySpec(new byte[SealedEnvelope.DEK_BYTES], "AES");

  private Ciphers() {}

  static Cipher of(String transformation, @Nullable Provider provider) {
    try {
      return provider == null
          ? Cipher.getInstance(transformation)
          : Cipher.getInstance(transformation, provider);
    } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
      throw new ProviderException("No provider offers " + transformation, e);
    }
  }

  /**
   * Gives a Cipher another key, after use with one in memory. The JDK's keep a copy of their key
   * and wipe it only when the next one comes; left alone, it lies in the heap until that is
   * overwritten.
   */
  static void forgetKey(Cipher cipher, @Nullable AlgorithmParameterSpec params) {
    try {
      cipher.init(Cipher.DECRYPT_MODE, BLANK, params);
    } catch (GeneralSecurityException e) {
      // A provider that is not the JDK's, and what it keeps is not known: there is nothing to do.
    }
  }

  /**
   * Passes trouble with the HSM on unchanged, whatever it is wrapped in. Everything else is about
   * the envelope.
   */
  static void passOnTrouble(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ProviderException trouble) {
        throw trouble;
      }
    }
  }
}
