package dev.kekkai.integration.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.Shim;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two providers on one token: what one finds out, the other one must know in time. */
class TwoProvidersTest {

  /** Session numbers start anew: those of the first are what the second one had. */
  @ParameterizedTest
  @MethodSource("dev.kekkai.testkit.Tokens#all")
  void sessions_of_one_are_never_used_by_the_other_after_a_reboot(TestToken token)
      throws Exception {
    try (Shim shim = Shim.over(token);
        KekkaiProvider first = shim.token().provider("name", "first", "sessions.max", "64");
        KekkaiProvider second = shim.token().provider("name", "second")) {
      use(second.source().get(), 2);
      use(first.source().get(), 1);
      long before = second.source().get().incarnation();
      shim.reboot(Duration.ZERO, Ckr.DEVICE_REMOVED);
      shim.awaitBack();
      first.source().retrying(() -> use(first.source().get(), 50));
      second.source().retrying(() -> use(second.source().get(), 1));
      assertThat(second.source().get().incarnation()).isNotEqualTo(before);
    }
  }

  /** Sessions on top of each other. */
  private static int use(Token token, int sessions) throws TokenException {
    return token.with(
        session -> {
          session.find(Template.builder().with(Cka.LABEL, "nobody").build());
          return sessions == 1 ? 1 : 1 + use(token, sessions - 1);
        });
  }
}
