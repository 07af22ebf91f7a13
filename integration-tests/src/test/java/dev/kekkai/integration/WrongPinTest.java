package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kekkai.cryptoki.BackOff;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.LoginConsent;
import dev.kekkai.cryptoki.LoginException;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.testkit.NssTokens;
import dev.kekkai.testkit.PinFile;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.FaultingCryptoki;
import dev.kekkai.testkit.fault.Shim;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong PIN is tried once, and never again by itself, also not by the next start. */
class WrongPinTest {
  private static final String WRONG = "wrong-pin-0000";

  private static final AtomicInteger TOKENS = new AtomicInteger();

  static Stream<TestToken> tokens() {
    String name = "wrong-pin-" + TOKENS.incrementAndGet();
    return Stream.of(SoftHsmTokens.create(name), NssTokens.create(name));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void one_attempt_is_made_and_remembered(TestToken token) {
    String wrong = PinFile.write(token.folder().resolve("wrong-pin.txt"), WRONG);
    try (KekkaiProvider provider = token.provider("pin", wrong, "kek", "any")) {
      LoginException first =
          catchThrowableOfType(LoginException.class, () -> provider.source().get());
      assertThat(first)
          .hasMessageContainingAll("CKR_PIN_INCORRECT", "tried once", triesLeft(token))
          .hasMessageNotContaining(WRONG);
      LoginException second =
          catchThrowableOfType(LoginException.class, () -> provider.source().get());
      assertThat(second).as("no second attempt").isSameAs(first);
      assertThatThrownBy(() -> KeyGenerator.getInstance("AES", provider).generateKey())
          .hasStackTraceContaining("tried once")
          .hasMessageNotContaining(WRONG);
    }
  }

  @Test
  void the_next_start_sees_the_tokens_warning_and_does_not_try() throws Exception {
    TestToken real = SoftHsmTokens.create("warned");
    String wrong = PinFile.write(real.folder().resolve("wrong-pin.txt"), WRONG);
    String other = PinFile.write(real.folder().resolve("wrong-pin-2.txt"), "wrong-pin-1111");
    try (Shim shim = Shim.over(real)) {
      TestToken token = shim.token();
      assertThat(refusal(token, "pin", wrong)).hasMessageContaining("low");
      assertThat(shim.calls("C_Login")).isOne();

      assertThat(refusal(token, "pin", wrong)).hasMessageContainingAll("does not try", "right PIN");
      assertThat(refusal(token, "pin", other))
          .as("not even one that was not refused before")
          .hasMessageContainingAll("since the last good login", "kekkai doctor --confirm-login");
      refusal(token); // with the right PIN: the way out is a login by hand
      assertThat(shim.calls("C_Login")).as("none was tried").isOne();

      try (KekkaiProvider confirmed = KekkaiProvider.of(token.config(), LoginConsent.CONFIRMED)) {
        Token in = confirmed.source().get();
        assertThat(in.incarnation()).isPositive();
      }
      try (KekkaiProvider asBefore = token.provider()) {
        Token in = asBefore.source().get();
        assertThat(in.incarnation()).isPositive();
      }
      assertThat(shim.calls("C_Login")).isEqualTo(3);
    }
  }

  private static LoginException refusal(TestToken token, String... settings) {
    try (KekkaiProvider provider = token.provider(settings)) {
      return catchThrowableOfType(LoginException.class, () -> provider.source().get());
    }
  }

  @Test
  void a_token_that_warns_of_nothing_is_not_asked_by_the_next_start_either() throws Exception {
    TestToken token = NssTokens.create("not-warned");
    String wrong = PinFile.write(token.folder().resolve("wrong-pin.txt"), WRONG);
    FaultingCryptoki counted = new FaultingCryptoki();
    for (int start = 0; start < 3; start++) {
      try (TokenSource source = new TokenSource(token.config("pin", wrong), counted.binding())) {
        LoginException refused = catchThrowableOfType(LoginException.class, source::get);
        assertThat(refused.stands()).isTrue();
        if (start > 0) {
          assertThat(refused)
              .hasMessageContainingAll(
                  wrong, "CKR_PIN_INCORRECT", "Z (", "write the right PIN", "--confirm-login");
        }
      }
    }
    assertThat(counted.calls("C_Login")).isOne();
    try (TokenSource right = new TokenSource(token.config(), counted.binding())) {
      assertThat(right.get().incarnation()).as("another file, another PIN").isPositive();
    }
    try (TokenSource confirmed =
        new TokenSource(token.config("pin", wrong), counted.binding(), LoginConsent.CONFIRMED)) {
      LoginException again = catchThrowableOfType(LoginException.class, confirmed::get);
      assertThat(again).hasMessageContaining("tried once");
      assertThat(catchThrowableOfType(LoginException.class, confirmed::get)).isSameAs(again);
    }
    assertThat(counted.calls("C_Login")).as("the right one and the confirmed one").isEqualTo(3);
  }

  @Test
  void a_rewritten_pin_file_is_tried_once_without_a_restart() throws Exception {
    TestToken token = NssTokens.create("rewritten");
    Path file = token.folder().resolve("changing-pin.txt");
    String pin = PinFile.write(file, WRONG);
    FaultingCryptoki counted = new FaultingCryptoki();
    try (TokenSource source = new TokenSource(token.config("pin", pin), counted.binding())) {
      LoginException first = catchThrowableOfType(LoginException.class, source::get);
      PinFile.write(file, "wrong-pin-1111");
      assertThat(first.stands()).isFalse();
      LoginException second = catchThrowableOfType(LoginException.class, source::get);
      assertThat(second).isNotSameAs(first).hasMessageContaining("tried once");
      assertThat(catchThrowableOfType(LoginException.class, source::get)).isSameAs(second);
      assertThat(counted.calls("C_Login")).isEqualTo(2);
      PinFile.write(file, NssTokens.PIN);
      assertThat(source.get().incarnation()).isPositive();
    }
  }

  @Test
  void a_running_process_gets_in_when_a_person_has_confirmed_the_login_elsewhere()
      throws Exception {
    TestToken token = SoftHsmTokens.create("confirmed-elsewhere");
    Path file = token.folder().resolve("confirmed.txt");
    String pin = PinFile.write(file, WRONG);
    try (KekkaiProvider running = token.provider("pin", pin)) {
      assertThatThrownBy(() -> running.source().get()).isInstanceOf(LoginException.class);
      PinFile.write(file, SoftHsmTokens.PIN);
      LoginException warned =
          catchThrowableOfType(LoginException.class, () -> running.source().get());
      assertThat(warned).hasMessageContaining("--confirm-login");
      try (KekkaiProvider person =
          KekkaiProvider.of(token.config("pin", pin), LoginConsent.CONFIRMED)) {
        Token in = person.source().get();
        assertThat(in.incarnation()).isPositive();
      }
      long start = System.nanoTime();
      while (warned.stands() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10)) {
        Thread.sleep(20);
      }
      Token in = running.source().get();
      assertThat(in.incarnation()).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void a_device_that_is_away_is_no_refusal(TestToken token) throws Exception {
    FaultingCryptoki away = new FaultingCryptoki();
    away.fail("C_Login", 1, 1, Ckr.DEVICE_ERROR);
    try (TokenSource source = new TokenSource(token.config(), away.binding())) {
      assertThatThrownBy(source::get)
          .isInstanceOfSatisfying(
              TokenException.class, e -> assertThat(e.retryable()).as("retryable").isTrue())
          .isNotInstanceOf(LoginException.class);
      Thread.sleep(BackOff.LEAST.toMillis());
      assertThat(source.get().incarnation()).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void an_answer_nobody_knows_counts_as_a_refusal(TestToken token) throws Exception {
    FaultingCryptoki odd = new FaultingCryptoki();
    odd.fail("C_Login", 1, 1, 0x80001234L);
    try (TokenSource source = new TokenSource(token.config(), odd.binding())) {
      assertThatThrownBy(source::get).hasMessageContainingAll("did not accept", "0x80001234");
    }
    try (TokenSource next = new TokenSource(token.config(), odd.binding())) {
      assertThatThrownBy(next::get)
          .isInstanceOf(LoginException.class)
          .hasMessageContainingAll("refused the PIN of file:", "0x80001234");
    }
    assertThat(odd.calls("C_Login")).isOne();
  }

  /** SoftHSM2 sets CKF_USER_PIN_COUNT_LOW after a wrong PIN, NSS tells nothing. */
  private static String triesLeft(TestToken token) {
    return token.name().equals("softhsm2")
        ? "the token says that tries are running low"
        : "the token does not say how many tries are left";
  }

  @Test
  void more_than_one_matching_token_is_refused_listing_them() {
    TestToken first = SoftHsmTokens.create("one-of-two");
    SoftHsmTokens.create("two-of-two");
    try (KekkaiProvider provider = first.provider("token", "pkcs11:model=SoftHSM%20v2")) {
      assertThatThrownBy(() -> provider.source().get())
          .isInstanceOf(TokenException.class)
          .hasMessageContainingAll("More than one", "one-of-two", "two-of-two", "serial");
    }
  }
}
