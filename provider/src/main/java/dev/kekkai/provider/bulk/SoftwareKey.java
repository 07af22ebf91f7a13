package dev.kekkai.provider.bulk;

import dev.kekkai.cryptoki.TokenException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A DEK in memory. Keyed Ciphers are kept for reuse in its lanes and nowhere else, one in each;
 * wiping drops them with the key, so that nothing reachable holds it. (Copies that the JDK made
 * stay in the heap until the collector overwrites them.) Used without a lane, it takes a new Cipher
 * for each operation.
 */
final class SoftwareKey implements BulkKey {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";

  private final Provider provider;
  private final boolean sunJce;
  private volatile @Nullable SecretKey key;

  SoftwareKey(SecretKey key, Provider provider) {
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
    return new SoftwareLane(this).encrypt(iv, aad, in, inOffset, inLength, out, outOffset);
  }

  @Override
  public int decrypt(
      byte[] iv, byte[] aad, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws TokenException, AEADBadTagException {
    return new SoftwareLane(this).decrypt(iv, aad, in, inOffset, inLength, out, outOffset);
  }

  /** The key, while there is one. */
  SecretKey live() throws TokenException {
    SecretKey live = key;
    if (live == null) {
      throw new TokenException("This DEK has been wiped", false, null);
    }
    return live;
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
    key = null;
  }
}
