package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.Deks;
import dev.kekkai.provider.keys.GcmSample;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.testkit.OwnProfiles;
import dev.kekkai.testkit.PlayedVendors;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import org.junit.jupiter.api.Test;

/** RSA KEKs that only decrypt, on a module that can wrap otherwise and on one that can't. */
class DecryptOnlyKekTest {
  private static final byte[] KEY = SeededBytes.of(1, 32);
  private static final byte[] PLAIN = SeededBytes.of(2, 100);
  private static final byte[] AAD = {};

  private static DekPolicy software(KekkaiProvider provider) {
    return DekPolicy.of(provider.source().config()).withBulk(BulkMode.SOFTWARE);
  }

  private static byte[] open(KekkaiProvider provider, WrappedDek wrapped, byte[] iv, byte[] sealed)
      throws Exception {
    try (DekHandle dek = provider.deks().open(wrapped, software(provider))) {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
      cipher.init(
          Cipher.DECRYPT_MODE, new DekKey(provider.source(), dek), new GCMParameterSpec(128, iv));
      return cipher.doFinal(sealed);
    }
  }

  @Test
  void a_module_without_wrapping_makes_and_rewraps_deks_by_rsa() throws Exception {
    try (KekkaiProvider provider = PlayedVendors.NO_WRAP.token().provider("bulk", "software")) {
      Deks deks = provider.deks();
      TokenKey old = provider.maker().create(KekSpec.rsa("no-wrap", 2048));
      byte[] iv = SeededBytes.of(3, 12);
      WrappedDek wrapped;
      byte[] sealed;
      try (DekHandle dek = deks.generate(old, software(provider))) {
        wrapped = dek.wrapped();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(
            Cipher.ENCRYPT_MODE, new DekKey(provider.source(), dek), new GCMParameterSpec(128, iv));
        sealed = cipher.doFinal(PLAIN);
      }
      assertThat(wrapped.method()).isEqualTo(WrapMethod.RSA_OAEP_SHA1);
      assertThat(open(provider, wrapped, iv, sealed)).isEqualTo(PLAIN);
      deks.verify(wrapped);

      TokenKey fresh = provider.maker().rotate("no-wrap");
      assertThat(deks.provesInToken(fresh)).isFalse();
      WrappedDek again = deks.rewrap(wrapped, fresh);
      assertThat(again.kek()).isEqualTo(fresh.ref());
      assertThat(open(provider, again, iv, sealed)).isEqualTo(PLAIN);

      byte[] bad = wrapped.blob();
      bad[9] ^= 1;
      WrappedDek tampered = new WrappedDek(old.ref(), wrapped.method(), bad);
      assertThatThrownBy(() -> deks.rewrap(tampered, fresh)).isInstanceOf(BadBlobException.class);
      assertThatThrownBy(() -> deks.verify(tampered)).isInstanceOf(BadBlobException.class);
    }
  }

  @Test
  void a_module_without_wrapping_takes_keys_over_and_wraps_to_others() throws Exception {
    try (KekkaiProvider provider = PlayedVendors.NO_WRAP.token().provider("bulk", "software")) {
      TokenKey kek = provider.maker().create(KekSpec.rsa("no-wrap-import", 2048));
      KeyPair other = SoftwarePair.rsa();
      try (DekHandle dek = provider.deks().importKey(kek, KEY, software(provider))) {
        byte[] iv = SeededBytes.of(4, 12);
        byte[] sealed = Software.sunGcm(Cipher.ENCRYPT_MODE, KEY, iv, AAD, PLAIN);
        assertThat(open(provider, dek.wrapped(), iv, sealed)).isEqualTo(PLAIN);
        Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding", provider);
        oaep.init(Cipher.WRAP_MODE, (RSAPublicKey) other.getPublic());
        byte[] blob = oaep.wrap(new DekKey(provider.source(), dek));
        Cipher back = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
        back.init(Cipher.UNWRAP_MODE, other.getPrivate(), OAEPParameterSpec.DEFAULT);
        assertThat(back.unwrap(blob, "AES", Cipher.SECRET_KEY).getEncoded()).isEqualTo(KEY);
      }
    }
  }

  @Test
  void what_a_module_without_wrapping_cannot_do_is_refused_and_the_reason_given() throws Exception {
    try (KekkaiProvider provider = PlayedVendors.NO_WRAP.token().provider("bulk", "software")) {
      assertThatThrownBy(() -> provider.maker().create(KekSpec.aes("no-wrap-aes")))
          .isInstanceOf(TokenException.class)
          .hasMessageContainingAll("neither C_WrapKey nor C_UnwrapKey", "RSA KEK", "software");
      assertThat(provider.tokenKeys().labels()).noneMatch(ref -> ref.name().equals("no-wrap-aes"));
      TokenKey kek = provider.maker().create(KekSpec.rsa("no-wrap-bulk", 2048));
      DekPolicy inToken = software(provider).withBulk(BulkMode.HSM);
      assertThatThrownBy(() -> provider.deks().generate(kek, inToken))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("bulk = hsm are impossible on it");
      assertThat(provider.getService("Cipher", "AES/KW/NoPadding")).isNull();
    }
  }

  @Test
  void a_dek_goes_from_a_kek_that_only_decrypts_to_one_that_unwraps_and_back() throws Exception {
    try (KekkaiProvider provider = PlayedVendors.AWS.token().provider("bulk", "software")) {
      Deks deks = provider.deks();
      TokenKey rsa = provider.maker().create(KekSpec.rsa("decrypts", 2048));
      TokenKey aes = provider.maker().create(KekSpec.aes("unwraps"));
      DekPolicy policy = software(provider);
      assertThatThrownBy(() -> deks.importKey(rsa, KEY, policy.withBulk(BulkMode.HSM)))
          .isInstanceOf(TokenException.class)
          .hasMessageContainingAll("RSA KEKs only decrypt", "use an AES KEK");
      WrappedDek wrapped;
      try (DekHandle dek = deks.importKey(rsa, KEY, policy)) {
        wrapped = dek.wrapped();
      }
      byte[] iv = SeededBytes.of(5, 12);
      byte[] sealed = Software.sunGcm(Cipher.ENCRYPT_MODE, KEY, iv, AAD, PLAIN);
      assertThat(deks.provesInToken(aes)).isTrue();
      assertThat(deks.provesInToken(rsa)).isFalse();
      GcmSample sample = new GcmSample(iv, AAD, sealed, PLAIN);
      WrappedDek underAes = deks.rewrapProved(wrapped, aes, sample).orElseThrow();
      GcmSample other = new GcmSample(iv, new byte[] {1}, sealed, PLAIN);
      assertThat(deks.rewrapProved(wrapped, aes, other)).isEmpty();
      WrappedDek back = deks.rewrap(underAes, rsa);
      assertThat(open(provider, back, iv, sealed)).isEqualTo(PLAIN);
    }
  }

  @Test
  void no_dek_is_decrypted_here_where_that_is_not_the_profiles_way() throws Exception {
    TestToken token = Tokens.softHsm();
    String profile =
        OwnProfiles.write(
            token.folder(),
            "no-way.properties",
            "extends = softhsm2\nrsaKek.usage = decrypt [measured]\n"
                + "softwareDek.path = none [measured]\n");
    try (KekkaiProvider provider = token.provider("profile", profile)) {
      TokenKey rsa = provider.maker().create(KekSpec.rsa("no-way", 2048));
      TokenKey aes = provider.maker().create(KekSpec.aes("no-way-aes"));
      WrappedDek wrapped = provider.deks().generateWrapped(rsa);
      assertThatThrownBy(() -> provider.deks().rewrap(wrapped, aes))
          .isInstanceOf(TokenException.class)
          .hasMessageContainingAll("by no way only", "no-way.v1 only decrypts");
      assertThatThrownBy(() -> provider.deks().verify(wrapped))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("by no way only");
    }
  }
}
