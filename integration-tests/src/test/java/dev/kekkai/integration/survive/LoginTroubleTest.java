package dev.kekkai.integration.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.LoginException;
import dev.kekkai.cryptoki.Token;
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
      connect(shim.token()); // loads the shim
      shim.failNext("C_Login", answer);
      assertThatThrownBy(() -> connect(shim.token())).isInstanceOf(CryptokiException.class);
      connect(shim.token());
    }
  }

  @Test
  void an_answer_that_may_mean_anything_is_believed_the_third_time() throws Exception {
    TestToken own = SoftHsmTokens.create("general-error");
    try (Shim shim = Shim.over(own)) {
      connect(shim.token()); // loads the shim
      shim.fail("C_Login", 1, 9, Ckr.GENERAL_ERROR);
      assertThatThrownBy(() -> connect(shim.token())).isInstanceOf(CryptokiException.class);
      assertThatThrownBy(() -> connect(shim.token())).isInstanceOf(CryptokiException.class);
      assertThatThrownBy(() -> connect(shim.token())).isInstanceOf(LoginException.class);
      long logins = shim.calls("C_Login");
      assertThatThrownBy(() -> connect(shim.token())).isInstanceOf(LoginException.class);
      assertThat(shim.calls("C_Login")).isEqualTo(logins);
    }
  }

  /** Once: a provider would try a second time by itself. */
  private static void connect(TestToken token) throws Exception {
    Token.connect(token.config()).close();
  }
}
