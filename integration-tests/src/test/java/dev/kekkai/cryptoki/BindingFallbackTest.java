package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.iaik.IaikBinding;
import dev.kekkai.integration.CapturedLog;
import dev.kekkai.testkit.Tokens;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What auto does when the foreign-memory binding fails. The failure is made here: on the platforms
 * of these tests there is none that IAIK's binding would not share.
 */
class BindingFallbackTest {
  private final Path module = Tokens.softHsm().module();
  private final CapturedLog log = new CapturedLog(Bindings.class.getName());

  @AfterEach
  void stop() {
    log.close();
  }

  /** And these tests run on it: the build hands the system property on. */
  @Test
  void the_token_is_reached_by_the_binding_that_was_asked_for() throws Exception {
    String asked = System.getProperty(Bindings.PROPERTY, "auto");
    String best = Runtime.version().feature() >= 22 ? "ffm" : "iaik";
    try (Token token = Token.connect(Tokens.softHsm().config())) {
      assertThat(token.binding()).isEqualTo(asked.equals("auto") ? best : asked);
      assertThat(BindingFactory.usualName()).isEqualTo(token.binding());
    }
  }

  @Test
  void a_binding_that_fails_is_replaced_and_one_line_says_why() throws Exception {
    Cryptoki cryptoki =
        Bindings.first(
            (m, d) -> {
              throw new ExceptionInInitializerError(new UnsupportedOperationException("no linker"));
            },
            IaikBinding::load,
            module,
            null);
    assertThat(cryptoki.binding()).isEqualTo("iaik");
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("Using the slower IAIK binding")
        .contains("no linker");
  }

  @Test
  void a_module_that_is_refused_is_not_given_to_the_other_binding() {
    TokenException refused = new TokenException("no module", false, null);
    assertThatThrownBy(
            () ->
                Bindings.first(
                    (m, d) -> {
                      throw refused;
                    },
                    (m, d) -> {
                      throw new AssertionError("asked all the same");
                    },
                    module,
                    null))
        .isSameAs(refused);
    assertThat(log.lines()).isEmpty();
  }
}
