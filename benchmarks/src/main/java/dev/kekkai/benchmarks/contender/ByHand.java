package dev.kekkai.benchmarks.contender;

import dev.kekkai.benchmarks.contender.FieldWorks.Codec;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * What an application writes itself: a Cipher and a SecureRandom for each field, nonce in front.
 */
final class ByHand implements Codec {
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key = SoftwareKey.fresh();

  static Contender contender() {
    return new FieldContender("by hand (SunJCE)", new ByHand());
  }

  @Override
  public byte[] encrypt(byte[] plain) throws GeneralSecurityException {
    byte[] iv = new byte[IV_BYTES];
    new SecureRandom().nextBytes(iv);
    Cipher cipher = cipher(Cipher.ENCRYPT_MODE, new GCMParameterSpec(TAG_BITS, iv));
    byte[] sealed = Arrays.copyOf(iv, IV_BYTES + plain.length + TAG_BITS / Byte.SIZE);
    cipher.doFinal(plain, 0, plain.length, sealed, IV_BYTES);
    return sealed;
  }

  @Override
  public byte[] decrypt(byte[] sealed) throws GeneralSecurityException {
    GCMParameterSpec spec = new GCMParameterSpec(TAG_BITS, sealed, 0, IV_BYTES);
    return cipher(Cipher.DECRYPT_MODE, spec).doFinal(sealed, IV_BYTES, sealed.length - IV_BYTES);
  }

  private Cipher cipher(int mode, GCMParameterSpec spec) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, spec);
    cipher.updateAAD(FieldWorks.CONTEXT);
    return cipher;
  }
}
