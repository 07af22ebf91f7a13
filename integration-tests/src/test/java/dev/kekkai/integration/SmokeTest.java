package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.testkit.TokenContract;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every module can, whatever else it can: DEKs under an RSA KEK, used in software. Each build
 * runs it on all modules there are; the rest of the contracts run on the others by themselves.
 */
@Tag("namespace")
class SmokeTest extends TokenContract {
  private TokenKey kek;

  @Override
  protected void prepare() throws Exception {
    kek = make(KekSpec.rsa(freshName(), 2048));
  }

  @Test
  void a_dek_opens_again_after_the_module_was_left_and_entered() throws Exception {
    WrappedDek wrapped;
    byte[] sealed;
    try (DekHandle dek = provider().deks().generate(kek, software())) {
      wrapped = dek.wrapped();
      sealed = new byte[5 + 16];
      try (DekHandle.Lease lease = dek.forEncryption()) {
        lease.key().encrypt(new byte[12], new byte[] {7}, "hello".getBytes(), 0, 5, sealed, 0);
      }
    }
    provider().close();
    connect();
    byte[] back = new byte[sealed.length];
    try (DekHandle dek = provider().deks().open(wrapped, software());
        DekHandle.Lease lease = dek.forDecryption()) {
      int n = lease.key().decrypt(new byte[12], new byte[] {7}, sealed, 0, sealed.length, back, 0);
      assertThat(new String(back, 0, n)).isEqualTo("hello");
    }
  }

  @Test
  void a_changed_blob_is_refused_and_the_next_good_one_opens() throws Exception {
    WrappedDek good = provider().deks().generateWrapped(kek);
    byte[] changed = good.blob();
    changed[9] ^= 1;
    WrappedDek bad = new WrappedDek(good.kek(), good.method(), changed);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> provider().deks().open(bad, software()))
          .isInstanceOf(BadBlobException.class);
      provider().deks().open(good, software()).close();
    }
  }

  @Test
  void a_cipher_through_jca_gives_what_it_was_given() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider());
    generator.init(DekSpec.under(kek.ref().label()).withBulk(BulkMode.SOFTWARE));
    SecretKey dek = generator.generateKey();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider());
    cipher.init(Cipher.ENCRYPT_MODE, dek);
    byte[] sealed = cipher.doFinal(new byte[1000]);
    Cipher back = Cipher.getInstance("AES/GCM/NoPadding", provider());
    back.init(Cipher.DECRYPT_MODE, dek, new GCMParameterSpec(128, cipher.getIV()));
    assertThat(back.doFinal(sealed)).isEqualTo(new byte[1000]);
  }

  @Test
  void the_token_makes_random_bytes() throws Exception {
    byte[] first = new byte[32];
    byte[] second = new byte[32];
    SecureRandom random = SecureRandom.getInstance("Kekkai", provider());
    random.nextBytes(first);
    random.nextBytes(second);
    assertThat(first).isNotEqualTo(new byte[32]).isNotEqualTo(second);
  }

  private DekPolicy software() {
    return DekPolicy.of(token().config()).withBulk(BulkMode.SOFTWARE);
  }
}
