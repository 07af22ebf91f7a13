package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.PlayedVendor;
import dev.kekkai.testkit.PlayedVendors;
import dev.kekkai.testkit.Tokens;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The vendors that the shim plays do what they are there for; contracts run on them elsewhere. */
class PlayedVendorsTest {
  private static final long KEY_WRAP = 0x2109;
  private static final long KEY_WRAP_PAD = 0x210A;
  private static final long MECHANISM_INVALID = 0x70;
  private static final long ATTRIBUTE_VALUE_INVALID = 0x13;
  private static final byte[] KEY = SeededBytes.of(1, 32);
  private static final byte[] KEK = SeededBytes.of(2, 32);

  static Stream<PlayedVendor> vendors() {
    return PlayedVendors.all();
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void a_dek_made_there_encrypts_and_decrypts(PlayedVendor vendor) throws Exception {
    try (KekkaiProvider provider = vendor.token().provider()) {
      boolean wraps = provider.source().get().profile().wrap().functions();
      String name = "smoke";
      provider.maker().create(wraps ? KekSpec.aes(name) : KekSpec.rsa(name, 2048));
      KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
      generator.init(DekSpec.under(name));
      boolean iaik = !provider.source().get().binding().equals("ffm");
      if (iaik && vendor.bulk().equals("hsm")) {
        assertThatThrownBy(generator::generateKey).hasMessageContaining("iaik can't hand down");
        return;
      }
      SecretKey dek = generator.generateKey();
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
      cipher.init(Cipher.ENCRYPT_MODE, dek);
      byte[] sealed = cipher.doFinal(KEY);
      byte[] iv = cipher.getIV();
      cipher.init(Cipher.DECRYPT_MODE, dek, new GCMParameterSpec(128, iv));
      assertThat(cipher.doFinal(sealed)).isEqualTo(KEY);
    }
  }

  @Test
  void one_has_0x210A_for_pkcs7_padding_before_rfc_3394() throws Exception {
    byte[] padded = Arrays.copyOf(KEY, 40);
    Arrays.fill(padded, 32, 40, (byte) 8);
    on(
        PlayedVendors.PKCS7,
        session -> {
          byte[] blob = wrapped(session, KEY_WRAP_PAD);
          assertThat(blob).isEqualTo(bySunJce(padded)).hasSize(48);
          ObjectHandle back =
              session.unwrapKey(
                  new Mechanism.KeyWrap(KEY_WRAP_PAD, null),
                  SessionKeys.kek(session, KEK),
                  blob,
                  SessionKeys.aes().with(Cka.SENSITIVE, false).with(Cka.EXTRACTABLE, true).build());
          assertThat(SessionKeys.value(session, back)).isEqualTo(KEY);
          assertThat(wrapped(session, KEY_WRAP)).isEqualTo(bySunJce(KEY));
        });
  }

  @ParameterizedTest
  @CsvSource({"aws, 0x80002109", "luna-fips, 0x80000170"})
  void two_have_numbers_of_their_own(String vendor, String number) throws Exception {
    on(
        named(vendor),
        session -> {
          assertThat(wrapped(session, Long.decode(number))).isEqualTo(bySunJce(KEY));
          assertThat(answer(() -> wrapped(session, KEY_WRAP))).isEqualTo(MECHANISM_INVALID);
          assertThat(answer(() -> wrapped(session, KEY_WRAP_PAD))).isEqualTo(MECHANISM_INVALID);
        });
  }

  @Test
  void one_refuses_a_key_that_can_be_read_and_one_makes_it_sensitive_all_the_same()
      throws Exception {
    Template readable = SessionKeys.aes(KEY).with(Cka.SENSITIVE, false).build();
    on(
        PlayedVendors.AWS,
        session ->
            assertThat(answer(() -> session.createObject(readable)))
                .isEqualTo(ATTRIBUTE_VALUE_INVALID));
    on(
        PlayedVendors.LUNA_FIPS,
        session -> assertThat(SessionKeys.value(session, session.createObject(readable))).isNull());
  }

  @Test
  void an_iv_of_the_callers_is_refused_by_the_modules_themselves() throws Exception {
    for (PlayedVendor vendor : new PlayedVendor[] {PlayedVendors.AWS, PlayedVendors.LUNA_FIPS}) {
      on(
          vendor,
          session -> {
            ObjectHandle key =
                session.createObject(SessionKeys.aes(KEY).with(Cka.ENCRYPT, true).build());
            Mechanism own = new Mechanism.Gcm(Ckm.AES_GCM, KEY, new byte[0], 128);
            assertThat(answer(() -> session.encrypt(own, key, KEY, 0, 32, new byte[99], 0)))
                .isEqualTo(0x71);
          });
    }
  }

  @Test
  void the_names_that_are_played_choose_the_vendors_own_profile() throws Exception {
    try (KekkaiProvider provider = PlayedVendors.LUNA_FIPS.token().provider("profile", "auto")) {
      assertThat(provider.source().get().profile().name()).isEqualTo("luna7");
    }
  }

  @Test
  void a_vendor_and_the_module_below_it_are_two_modules() throws Exception {
    try (KekkaiProvider real = Tokens.softHsm().provider();
        KekkaiProvider played = PlayedVendors.USER_PIN.token().provider()) {
      assertThat(real.source().get().info().manufacturer()).contains("SoftHSM");
      assertThat(played.source().get().info().manufacturer()).contains("Played vendor");
    }
  }

  private static PlayedVendor named(String shortName) {
    return PlayedVendors.all().filter(v -> v.shortName().equals(shortName)).findAny().orElseThrow();
  }

  private static void on(PlayedVendor vendor, Work work) throws Exception {
    try (KekkaiProvider provider = vendor.token().provider()) {
      Token token = provider.source().get();
      boolean done =
          token.with(
              session -> {
                work.with(session);
                return true;
              });
      assertThat(done).isTrue();
    }
  }

  private interface Work {
    void with(Session session) throws TokenException;
  }

  /** A known key under a known KEK. */
  private static byte[] wrapped(Session session, long number) throws TokenException {
    byte[] out = new byte[99];
    int length =
        session.wrapKey(
            new Mechanism.KeyWrap(number, null),
            SessionKeys.kek(session, KEK),
            session.createObject(SessionKeys.aes(KEY).build()),
            out);
    return Arrays.copyOf(out, length);
  }

  private static byte[] bySunJce(byte[] key) {
    try {
      Cipher cipher = Cipher.getInstance("AES/KW/NoPadding", "SunJCE");
      cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(KEK, "AES"));
      return cipher.wrap(new SecretKeySpec(key, "AES"));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private interface Call {
    Object run() throws TokenException;
  }

  private static long answer(Call call) throws TokenException {
    try {
      call.run();
      return 0;
    } catch (CryptokiException e) {
      return e.returnValue();
    }
  }
}
