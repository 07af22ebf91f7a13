package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.cryptoki.LoginException;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.testkit.OwnProfiles;
import dev.kekkai.testkit.PinFile;
import dev.kekkai.testkit.PlayedVendors;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import dev.kekkai.testkit.fault.FaultingCryptoki;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;

/** What knobs of a profile do that no module of the contract needs. */
class KnobsTest {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private static KekkaiProvider provider(String... knobs) {
    return provider(Tokens.softHsm(), "softhsm2", knobs);
  }

  private static KekkaiProvider provider(TestToken token, String parent, String... knobs) {
    return token.provider("profile", profile(token, parent, knobs));
  }

  private static String profile(TestToken token, String parent, String... knobs) {
    String text = "extends = " + parent + "\n" + String.join("\n", knobs);
    return OwnProfiles.write(token.folder(), "knob" + NAMES.incrementAndGet(), text);
  }

  private static TokenKey aes(KekkaiProvider provider) throws TokenException {
    return provider.maker().create(KekSpec.aes("knob" + NAMES.incrementAndGet()));
  }

  private static DekPolicy policy(KekkaiProvider provider, BulkMode mode) {
    return DekPolicy.of(provider.source().config()).withBulk(mode);
  }

  @Test
  void a_pin_of_another_form_is_never_tried() {
    TestToken token = PlayedVendors.USER_PIN.token();
    String pin = "0000-no-user";
    FaultingCryptoki calls = new FaultingCryptoki();
    try (TokenSource source =
        new TokenSource(
            token.config("pin", PinFile.write(token.folder().resolve("formless"), pin)),
            calls.binding())) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(source::get)
            .isInstanceOf(LoginException.class)
            .hasMessageContainingAll("was not tried", "USER:PASSWORD", "user-pin.properties")
            .hasMessageNotContaining(pin);
      }
      assertThat(calls.calls("C_Login")).isZero();
    }
  }

  @Test
  void no_more_deks_are_in_the_token_than_it_takes() throws Exception {
    try (KekkaiProvider provider = provider("session.maxObjects = 2 [measured]")) {
      TokenKey kek = aes(provider);
      DekPolicy inToken = policy(provider, BulkMode.HSM);
      DekHandle first = provider.deks().generate(kek, inToken);
      provider.deks().generate(kek, inToken);
      assertThatThrownBy(() -> provider.deks().generate(kek, inToken))
          .isInstanceOf(TokenException.class)
          .hasMessageContainingAll("at most 2 DEKs", "session.maxObjects", "bulk = software");
      provider.deks().generate(kek, policy(provider, BulkMode.SOFTWARE)).close();
      first.close();
      provider.deks().generate(kek, inToken).close();
    }
  }

  @Test
  void an_answer_has_the_name_that_the_vendor_gave_it() {
    FaultingCryptoki faults = new FaultingCryptoki();
    TestToken token = Tokens.softHsm();
    String profile = profile(token, "softhsm2", "errors.names = 0x80000041:ACME_AGAIN [measured]");
    try (TokenSource source = new TokenSource(token.config("profile", profile), faults.binding())) {
      faults.fail("C_GenerateRandom", 1, 1, 0x80000041L);
      assertThatThrownBy(
              () ->
                  source
                      .get()
                      .with(
                          s -> {
                            s.generateRandom(new byte[1]);
                            return true;
                          }))
          .hasMessage("C_GenerateRandom answered ACME_AGAIN (0x80000041)");
      faults.fail("C_GenerateRandom", 1, 1, 0x80000042L);
      assertThatThrownBy(
              () ->
                  source
                      .get()
                      .with(
                          s -> {
                            s.generateRandom(new byte[1]);
                            return true;
                          }))
          .hasMessageContaining("0x80000042")
          .hasMessageNotContaining("ACME");
    }
  }

  @Test
  void a_profile_that_was_measured_on_another_token_is_refused() {
    try (KekkaiProvider other = provider("match.serial = 0815", "match.firmware = >= 2.6")) {
      assertThatThrownBy(() -> other.source().get())
          .isInstanceOf(TokenException.class)
          .hasMessageContainingAll(
              "measured on another token (serial 0815, firmware >= 2.6)",
              "kekkai doctor --suggest-profile FILE");
    }
  }

  @Test
  void a_profile_that_was_measured_on_this_token_is_taken() throws Exception {
    String serial;
    String firmware;
    try (KekkaiProvider plain = Tokens.softHsm().provider()) {
      serial = plain.source().get().info().serial();
      firmware = plain.source().get().info().firmware();
    }
    assertThat(firmware).matches("2\\.\\d+");
    try (KekkaiProvider own =
        provider("match.serial = " + serial, "match.firmware = = " + firmware)) {
      assertThat(own.source().get().info().serial()).isEqualTo(serial);
    }
  }

  @Test
  void what_nobody_has_verified_is_not_used() throws Exception {
    TestToken token = Tokens.softHsm();
    String doctor = "run kekkai doctor --suggest-profile FILE";
    try (KekkaiProvider measured = token.provider();
        KekkaiProvider generic = token.provider("profile", "generic")) {
      TokenKey kek = aes(measured);
      assertThatThrownBy(() -> generic.deks().generateWrapped(kek))
          .isInstanceOf(TokenException.class)
          .hasMessageContainingAll("Nobody has verified wrap.functions = yes", doctor);
    }
    unverified("wrap.rfc3394 = 0x2109", BulkMode.SOFTWARE);
    unverified("softwareDek.path = readValue", BulkMode.SOFTWARE);
    unverified("gcm.ivSource = caller", BulkMode.HSM);
    unverified("gcm.ivReturn = none", BulkMode.HSM);
    unverified("gcm.ivBits = 0", BulkMode.HSM);
  }

  private static void unverified(String knob, BulkMode mode) throws Exception {
    try (KekkaiProvider provider = provider(knob + " [unverified]")) {
      TokenKey kek = aes(provider);
      assertThatThrownBy(() -> provider.deks().generate(kek, policy(provider, mode)))
          .isInstanceOf(TokenException.class)
          .hasMessageContainingAll("Nobody has verified " + knob, "profile = FILE");
    }
  }

  @Test
  void whether_a_derived_secret_can_be_read_is_not_guessed() throws Exception {
    try (KekkaiProvider provider = provider("ecdh.derivedReadable = yes [unverified]")) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
      generator.initialize(KekSpec.ec("knob" + NAMES.incrementAndGet(), 256));
      KeyPair pair = generator.generateKeyPair();
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
      assertThatThrownBy(() -> agreement.init(pair.getPrivate()))
          .isInstanceOf(InvalidKeyException.class)
          .hasMessageContaining("Nobody has verified ecdh.derivedReadable = yes");
    }
  }
}
