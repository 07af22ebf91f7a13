package dev.kekkai.integration.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.LoginException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import dev.kekkai.testkit.fault.Shim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login that fails for a reason that has nothing to do with the PIN is no refused PIN. */
class LoginTroubleTest {

  @ParameterizedTest
  @ValueSource(longs = {Ckr.HOST_MEMORY, Ckr.OPERATION_ACTIVE, Ckr.DEVICE_REMOVED})
  void the_pin_is_tried_again_after(long answer) throws Exception {
    try (Shim shim = Shim.over(Tokens.softHsm())) {
      countingLooks(shim);
      shim.failNext("C_Login", answer);
      assertThatThrownBy(() -> connect(shim.token())).isInstanceOf(CryptokiException.class);
      connect(shim.token());
    }
  }

  @Test
  void the_pin_is_tried_again_when_the_token_went_away_while_it_was_asked() throws Exception {
    try (Shim shim = Shim.over(Tokens.softHsm())) {
      long looks = countingLooks(shim);
      shim.failNext("C_Login", Ckr.GENERAL_ERROR);
      shim.fail("C_GetTokenInfo", looks + 1, 1, Ckr.GENERAL_ERROR);
      assertThatThrownBy(() -> connect(shim.token())).isInstanceOf(CryptokiException.class);
      connect(shim.token());
    }
  }

  @Test
  void a_general_error_of_a_token_that_is_there_counts_as_a_refusal() throws Exception {
    TestToken own = SoftHsmTokens.create("general-error");
    try (Shim shim = Shim.over(own)) {
      countingLooks(shim);
      shim.failNext("C_Login", Ckr.GENERAL_ERROR);
      assertThatThrownBy(() -> connect(shim.token())).isInstanceOf(LoginException.class);
      long logins = shim.calls("C_Login");
      assertThatThrownBy(() -> connect(shim.token())).isInstanceOf(LoginException.class);
      assertThat(shim.calls("C_Login")).isEqualTo(logins);
    }
  }

  /** How often C_GetTokenInfo is called until the login is done; loads the shim. */
  private static long countingLooks(Shim shim) throws Exception {
    connect(shim.token());
    return shim.calls("C_GetTokenInfo");
  }

  private static void connect(TestToken token) throws Exception {
    try (KekkaiProvider provider = token.provider()) {
      provider.source().get();
    }
  }
}
