package dev.kekkai.integration;

import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.DekImportSpec;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.testkit.TokenContract;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A contract through JCA, with an AES KEK that is the configuration's. */
abstract class JcaContract extends TokenContract {
  static final byte[] KEY = SeededBytes.of(1, 32);

  private String kek;

  @Override
  protected String[] overrides() {
    kek = freshName();
    return new String[] {"kek", kek};
  }

  @Override
  protected void prepare() throws Exception {
    make(usualKek(kek));
  }

  String kek() {
    return kek;
  }

  /** A new DEK. */
  SecretKey dek(BulkMode mode) throws GeneralSecurityException {
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider());
    generator.init(DekSpec.under(kek).withBulk(mode));
    return generator.generateKey();
  }

  /** A DEK of known value. */
  SecretKey imported(byte[] value, BulkMode mode) throws GeneralSecurityException {
    return SecretKeyFactory.getInstance("AES", provider())
        .generateSecret(
            new DekImportSpec(new SecretKeySpec(value, "AES"), DekSpec.under(kek).withBulk(mode)));
  }

  Cipher gcm() throws GeneralSecurityException {
    return Cipher.getInstance("AES/GCM/NoPadding", provider());
  }

  Cipher gcm(int mode, SecretKey key, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = gcm();
    cipher.init(mode, key, new GCMParameterSpec(128, iv));
    return cipher;
  }
}
