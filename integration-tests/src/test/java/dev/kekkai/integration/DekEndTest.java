package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.testkit.TokenContract;
import java.security.Security;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A DEK ends when its provider does, and is an AES-256 key or none at all. */
class DekEndTest extends TokenContract {

  @ParameterizedTest
  @EnumSource(BulkMode.class)
  void closing_the_provider_ends_its_deks(BulkMode mode) throws Exception {
    KekkaiProvider own = token().provider();
    TokenKey kek = own.maker().create(KekSpec.aes("closing-" + mode));
    DekHandle dek = own.deks().generate(kek, policy(mode));

    own.close();

    assertThatThrownBy(dek::forEncryption).hasMessageContaining("closed");
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 24})
  void a_shorter_aes_key_behind_rsa_is_no_dek_in_either_mode(int bytes) throws Exception {
    TokenKey kek = provider().maker().create(KekSpec.rsa("short-" + bytes, 2048));
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding", "SunJCE");
    oaep.init(Cipher.WRAP_MODE, kek.publicKey());
    byte[] blob = oaep.wrap(new SecretKeySpec(new byte[bytes], "AES"));
    WrappedDek wrapped = new WrappedDek(kek.ref(), WrapMethod.RSA_OAEP_SHA1, blob);

    for (BulkMode mode : BulkMode.values()) {
      assertThatThrownBy(() -> provider().deks().open(wrapped, policy(mode)))
          .as("bulk = %s", mode)
          .isInstanceOf(BadBlobException.class);
    }
  }

  @Test
  void a_spec_chooses_the_wrap_method_of_a_new_dek() throws Exception {
    TokenKey kek = provider().maker().create(KekSpec.rsa("method", 2048));
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider());
    generator.init(DekSpec.under(kek.ref().name()).withMethod(WrapMethod.RSA_OAEP_SHA1));

    try (DekKey dek = (DekKey) generator.generateKey()) {
      assertThat(dek.handle().wrapped().method()).isEqualTo(WrapMethod.RSA_OAEP_SHA1);
    }
  }

  @Test
  void a_blob_that_is_no_number_below_the_modulus_is_a_bad_blob() throws Exception {
    TokenKey kek = provider().maker().create(KekSpec.rsa("modulus", 2048));
    byte[] blob = new byte[256];
    Arrays.fill(blob, (byte) 0xFF);

    assertThatThrownBy(
            () ->
                provider()
                    .deks()
                    .open(
                        new WrappedDek(kek.ref(), WrapMethod.RSA_OAEP_SHA1, blob),
                        policy(BulkMode.HSM)))
        .isInstanceOf(BadBlobException.class);
  }

  @Test
  void no_plaintext_is_given_out_before_its_tag_was_checked_whichever_provider_decrypts()
      throws Exception {
    BouncyCastleProvider bc = new BouncyCastleProvider();
    Security.addProvider(bc);
    try (KekkaiProvider own = token().provider("software.provider", bc.getName())) {
      TokenKey kek = own.maker().create(KekSpec.aes("aside"));
      try (DekHandle dek = own.deks().generate(kek, policy(BulkMode.SOFTWARE));
          DekHandle.Lease lease = dek.forDecryption()) {
        byte[] iv = new byte[12];
        byte[] sealed = new byte[4096 + 16];
        lease.key().encrypt(iv, new byte[0], new byte[4096], 0, 4096, sealed, 0);
        sealed[sealed.length - 1] ^= 1;
        byte[] out = new byte[4096];
        Arrays.fill(out, (byte) 0x55);

        assertThatThrownBy(
                () -> lease.key().decrypt(iv, new byte[0], sealed, 0, sealed.length, out, 0))
            .isInstanceOf(AEADBadTagException.class);

        byte[] untouched = new byte[4096];
        Arrays.fill(untouched, (byte) 0x55);
        assertThat(out).isEqualTo(untouched);
      }
    } finally {
      Security.removeProvider(bc.getName());
    }
  }

  private DekPolicy policy(BulkMode mode) {
    return DekPolicy.of(token().config()).withBulk(mode);
  }
}
