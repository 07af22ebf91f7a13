package dev.kekkai.formats.envelope;

import java.math.BigInteger;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.security.auth.DestroyFailedException;
import org.jspecify.annotations.Nullable;

/** RSA-OAEP-256: the token, or the JDK, unwraps the DEK. */
final class RsaRecovery implements KeyRecovery {
  private final PrivateKey kek;
  private final BigInteger modulus;
  private final @Nullable Provider provider;

  RsaRecovery(PrivateKey kek, BigInteger modulus, @Nullable Provider provider) {
    this.kek = kek;
    this.modulus = modulus;
    this.provider = provider;
  }

  @Override
  public @Nullable SecretKey recover(SealedEnvelope envelope) {
    boolean fits = fits(envelope);
    SecretKey unwrapped = unwrap(fits ? envelope.encryptedKey() : substitute());
    if (unwrapped == null) {
      return null;
    }
    if (fits && unwrapped.getFormat() == null) {
      return unwrapped; // opaque: its provider sees to the length
    }
    byte[] value = unwrapped.getEncoded();
    destroy(unwrapped);
    if (value == null) {
      return null;
    }
    if (!fits || value.length != SealedEnvelope.DEK_BYTES) {
      Arrays.fill(value, (byte) 0);
      return null;
    }
    return new WipeableKey(value);
  }

  private boolean fits(SealedEnvelope envelope) {
    byte[] encryptedKey = envelope.encryptedKey();
    return envelope.algorithm() == SealAlgorithm.RSA_OAEP_256
        && encryptedKey.length == modulusBytes()
        && new BigInteger(1, encryptedKey).compareTo(modulus) < 0;
  }

  /** A number below the modulus that no OAEP made. */
  private byte[] substitute() {
    byte[] two = new byte[modulusBytes()];
    two[two.length - 1] = 2;
    return two;
  }

  private int modulusBytes() {
    return (modulus.bitLength() + Byte.SIZE - 1) / Byte.SIZE;
  }

  private @Nullable SecretKey unwrap(byte[] encryptedKey) {
    Cipher cipher = Ciphers.of(RsaOaep.TRANSFORMATION, provider);
    try {
      cipher.init(Cipher.UNWRAP_MODE, kek, RsaOaep.PARAMETERS);
    } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
      // Nothing of the envelope has been looked at.
      throw new ProviderException("The private key can't be used: " + e.getMessage(), e);
    }
    try {
      return (SecretKey) cipher.unwrap(encryptedKey, "AES", Cipher.SECRET_KEY);
    } catch (InvalidKeyException e) {
      Ciphers.passOnTrouble(e);
      return null;
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("The provider unwraps no AES keys with RSA-OAEP", e);
    }
  }

  private static void destroy(SecretKey key) {
    try {
      key.destroy();
    } catch (DestroyFailedException e) {
      // The JDK's keys can't; it stays in the heap until that is overwritten. An HSM's can.
    }
  }
}
