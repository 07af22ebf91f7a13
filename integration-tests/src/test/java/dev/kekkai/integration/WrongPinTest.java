package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kekkai.cryptoki.LoginException;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.NssTokens;
import dev.kekkai.testkit.PinFile;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.util.stream.Stream;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong PIN is tried once, and never again by itself. */
class WrongPinTest {
  private static final String WRONG = "wrong-pin-0000";

  static Stream<TestToken> tokens() {
    return Stream.of(SoftHsmTokens.create("wrong-pin"), NssTokens.create("wrong-pin"));
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
    TestToken token = SoftHsmTokens.create("warned");
    String wrong = PinFile.write(token.folder().resolve("wrong-pin.txt"), WRONG);
    try (KekkaiProvider provider = token.provider("pin", wrong)) {
      assertThatThrownBy(() -> provider.source().get())
          .isInstanceOf(LoginException.class)
          .hasMessageContaining("low");
    }
    try (KekkaiProvider restarted = token.provider("pin", wrong)) {
      assertThatThrownBy(() -> restarted.source().get())
          .isInstanceOf(LoginException.class)
          .hasMessageContainingAll("does not try", "right PIN");
    }
    try (KekkaiProvider evenRight = token.provider()) {
      assertThatThrownBy(() -> evenRight.source().get())
          .as("the way out is a login by hand")
          .isInstanceOf(LoginException.class);
    }
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
