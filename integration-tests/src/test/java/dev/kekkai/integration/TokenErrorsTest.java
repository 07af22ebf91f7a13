package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.SessionExhaustedException;
import dev.kekkai.cryptoki.StaleHandleException;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.testkit.TokenContract;
import dev.kekkai.testkit.matrix.NotSupported;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What an operator gets wrong, and what he is told. */
class TokenErrorsTest extends TokenContract {
  @Test
  void an_unknown_token_label_lists_those_present() {
    try (KekkaiProvider wrong = token().provider("token", "pkcs11:token=nobody")) {
      assertThatThrownBy(() -> wrong.source().get())
          .isInstanceOf(TokenException.class)
          .hasMessageContainingAll("nobody", "present", provider().source().get().info().label());
    } catch (TokenException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_module_file_that_is_not_there_is_named_when_the_configuration_is_read() {
    assertThatThrownBy(() -> token().config("module", "/nowhere/libnothing.so"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("module", "/nowhere/libnothing.so");
  }

  @Test
  void a_text_file_is_no_module() throws Exception {
    Path text = Files.writeString(token().folder().resolve("not-a-module.so"), "hello\n");
    noModule(text);
  }

  @Test
  void a_library_without_c_getfunctionlist_is_no_module() {
    noModule(libc());
  }

  @Test
  void production_refuses_a_token_that_keeps_its_keys_in_files() throws Exception {
    if (!provider().source().get().profile().softwareToken()) {
      throw NotSupported.on(token(), "keys in files, by its profile");
    }
    assertThatThrownBy(
            () -> {
              try (KekkaiProvider production = token().provider("environment", "production")) {
                production.source().get();
              }
            })
        .isInstanceOfAny(TokenException.class, ConfigException.class)
        .hasMessageContaining("refuses software tokens");
  }

  private void noModule(Path file) {
    try (KekkaiProvider wrong = token().provider("module", file.toString())) {
      assertThatThrownBy(() -> wrong.source().get())
          .isInstanceOf(TokenException.class)
          .hasMessageContainingAll(file.getFileName().toString(), "PKCS#11");
    }
  }

  private static Path libc() {
    for (String folder :
        new String[] {"/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/lib64", "/lib"}) {
      Path libc = Path.of(folder, "libc.so.6");
      if (Files.exists(libc)) {
        return libc;
      }
    }
    throw new AssertionError("This system keeps its C library where this test does not look");
  }

  @Test
  void another_way_of_sharing_the_same_module_is_refused() {
    try (KekkaiProvider other = token().provider("sharing", "shared")) {
      assertThatThrownBy(() -> other.source().get())
          .isInstanceOf(TokenException.class)
          .hasMessageContainingAll("sharing = exclusive", "both must say the same");
    }
  }

  @Test
  void a_hand_full_of_sessions_used_up_says_who_has_them() throws Exception {
    try (KekkaiProvider small = token().provider("sessions.max", "2", "sessions.timeout", "20ms")) {
      Token two = small.source().get();
      assertThatThrownBy(() -> two.with(first -> two.with(second -> true)))
          .isInstanceOf(SessionExhaustedException.class)
          .hasMessageContainingAll("1 of 1", Thread.currentThread().getName(), "sessions.max");
      String back = two.with(again -> "back");
      assertThat(back).as("the session").isEqualTo("back");
    }
  }

  @Test
  void a_handle_of_an_earlier_incarnation_is_never_passed_down() throws Exception {
    TokenKey old = usualKek();
    provider().close();
    try (KekkaiProvider after = token().provider()) {
      assertThatThrownBy(
              () -> after.source().get().with(s -> s.attributes(old.object(), Cka.CLASS)))
          .isInstanceOf(StaleHandleException.class)
          .hasMessageContaining("look the key up again");
      assertThat(after.tokenKeys().find(old.ref()).id()).isEqualTo(old.id());
    } finally {
      connect();
    }
  }

  @Test
  void a_closed_provider_says_so() {
    KekkaiProvider closed = token().provider();
    closed.close();
    assertThatThrownBy(() -> closed.source().get())
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("closed");
  }
}
