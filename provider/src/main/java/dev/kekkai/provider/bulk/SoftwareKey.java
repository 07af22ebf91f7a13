package dev.kekkai.provider.bulk;

import dev.kekkai.cryptoki.TokenException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A DEK in memory. Keyed Ciphers are kept for reuse in its lanes and nowhere else, one in each;
 * wiping writes over the key and gives each of them another. (Where the collector moved a copy, or
 * a provider other than SunJCE keeps one, it stays in the heap until that is overwritten.) Used
 * without a lane, it takes a new Cipher for each operation.
 */
final class SoftwareKey implements BulkKey {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final String HMAC = "HmacSHA256";
  private static final SecretKey BLANK = new SecretKeySpec(new byte[32], HMAC);

  private final Provider provider;
  private final boolean sunJce;
  private final MemoryKey key;

  SoftwareKey(MemoryKey key, Provider provider) {
    this.key = key;
    this.provider = provider;
    this.sunJce = provider.getName().equals("SunJCE");
  }

  @Override
  public BulkKey lane() {
    return new SoftwareLane(this);
  }

  @Override
  public int encrypt(
      byte[] iv, byte[] aad, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws TokenException {
    SoftwareLane once = new SoftwareLane(this);
    try {
      return once.encrypt(iv, aad, in, inOffset, inLength, out, outOffset);
    } finally {
      once.wipe();
    }
  }

  @Override
  public int decrypt(
      byte[] iv, byte[] aad, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws TokenException, AEADBadTagException {
    SoftwareLane once = new SoftwareLane(this);
    try {
      return once.decrypt(iv, aad, in, inOffset, inLength, out, outOffset);
    } finally {
      once.wipe();
    }
  }

  @Override
  public SecretKey deriveHmacKey(byte[] label) throws TokenException {
    byte[] derived = null;
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(live());
      derived = mac.doFinal(label);
      mac.init(BLANK); // it keeps what it made of a key until the next one comes
      return new MemoryKey(HMAC, derived);
    } catch (GeneralSecurityException e) {
      throw new TokenException("This JVM has no " + HMAC, false, e);
    } finally {
      if (derived != null) {
        Arrays.fill(derived, (byte) 0);
      }
    }
  }

  @Override
  public Cipher decryption(Provider by, GCMParameterSpec parameters) throws TokenException {
    try {
      Cipher cipher = Cipher.getInstance(TRANSFORMATION, by);
      cipher.init(Cipher.DECRYPT_MODE, live(), parameters);
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new TokenException("AES-GCM by " + by.getName() + " failed", false, e);
    }
  }

  /** The key, while there is one. */
  SecretKey live() throws TokenException {
    if (key.isDestroyed()) {
      throw new TokenException("This DEK has been wiped", false, null);
    }
    return key;
  }

  Cipher newCipher() throws GeneralSecurityException {
    return Cipher.getInstance(TRANSFORMATION, provider);
  }

  String providerName() {
    return provider.getName();
  }

  /** SunJCE clears what it wrote when the tag is wrong; others were seen to leave it there. */
  boolean wipesAfterBadTag() {
    return sunJce;
  }

  /** SunJCE only reads the array of an IV; what others do with it is not known. */
  boolean readsIvOnly() {
    return sunJce;
  }

  @Override
  public void wipe() {
    key.destroy();
  }
}
