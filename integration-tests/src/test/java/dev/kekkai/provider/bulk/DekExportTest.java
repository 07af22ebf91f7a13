package dev.kekkai.provider.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.profile.SoftwareDekPath;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.UnfitKeyException;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.testkit.OwnProfiles;
import dev.kekkai.testkit.TokenContract;
import dev.kekkai.testkit.matrix.NotSupported;
import java.security.Key;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * Each way a DEK gets into software gives the very key that was wrapped. The profiles of the
 * modules under test read CKA_VALUE; the other two ways are taken here all the same.
 */
class DekExportTest extends TokenContract {
  private static final byte[] KNOWN = new byte[32];

  static {
    for (int i = 0; i < KNOWN.length; i++) {
      KNOWN[i] = (byte) (i * 7);
    }
  }

  @Test
  void by_reading_its_value() throws Exception {
    TokenKey kek = provider().maker().create(KekSpec.aes("read"));

    assertThat(new DekExport(provider().source()).rawDek(known(kek), kek)).isEqualTo(KNOWN);
  }

  @Test
  void by_wrapping_it_to_an_rsa_key_made_for_this_one_call() throws Exception {
    TokenKey kek = provider().maker().create(KekSpec.aes("ephemeral"));
    WrappedDek wrapped = known(kek);
    Token token = provider().source().get();

    EphemeralRsa rsa = new EphemeralRsa(token.profile(), provider().source().operations());
    byte[] exported = token.with(session -> rsa.export(session, wrapped, kek));

    assertThat(exported).isEqualTo(KNOWN);
  }

  @Test
  void by_decrypting_it_with_an_rsa_kek_and_in_no_other_way_under_that_profile() throws Exception {
    boolean own =
        provider().source().get().profile().softwareDekPath() == SoftwareDekPath.OAEP_DECRYPT;
    String profile =
        own ? token().settings().get("profile") : OwnProfiles.careful(token().folder());
    try (KekkaiProvider careful = token().provider("profile", profile, "bulk", "software")) {
      TokenKey rsa = rsaKek(careful);
      Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding", "SunJCE");
      oaep.init(Cipher.WRAP_MODE, (Key) rsa.publicKey());
      byte[] blob = oaep.wrap(new SecretKeySpec(KNOWN, "AES"));
      WrappedDek wrapped = new WrappedDek(rsa.ref(), WrapMethod.RSA_OAEP_SHA1, blob);

      assertThat(new DekExport(careful.source()).rawDek(wrapped, rsa)).isEqualTo(KNOWN);

      TokenKey aes = careful.maker().create(KekSpec.aes("not-decrypting"));
      assertThatThrownBy(
              () -> careful.deks().generate(aes, DekPolicy.of(careful.source().config())))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("needs an RSA KEK");
    }
  }

  private TokenKey rsaKek(KekkaiProvider careful) throws TokenException {
    try {
      return careful.maker().create(KekSpec.rsa("decrypting", 2048));
    } catch (UnfitKeyException e) {
      assertThat(e).hasMessageContaining("CKA_LOCAL is false");
      throw NotSupported.on(
          token(), "the generic profile, since CKA_LOCAL of a key made reads false");
    }
  }

  private WrappedDek known(TokenKey kek) throws TokenException {
    try (DekHandle dek = provider().deks().importKey(kek, KNOWN, DekPolicy.of(token().config()))) {
      return dek.wrapped();
    }
  }
}
