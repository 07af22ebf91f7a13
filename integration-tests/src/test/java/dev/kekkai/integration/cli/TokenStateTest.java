package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.config.ModuleSettings;
import dev.kekkai.config.Sharing;
import dev.kekkai.cryptoki.Ckf;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.LoginException;
import dev.kekkai.cryptoki.TokenInitializer;
import dev.kekkai.integration.cli.OtherJvm.Ended;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import dev.kekkai.testkit.fault.Shim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A token that can't be logged in to: clear words, no try at its PIN, nothing changed on it. */
@Tag("slow")
class TokenStateTest {
  private static final char[] SO_PIN = "officer-pin-4711".toCharArray();

  @TempDir private Path folder;

  @Test
  void slots_without_a_token() throws Exception {
    Path tokens = Files.createDirectory(folder.resolve("tokens"));
    Path softHsm =
        Files.writeString(
            folder.resolve("softhsm2.conf"), "directories.tokendir = " + tokens + "\n");
    String config = Tokens.softHsm().propertiesFile("no-token.properties").toString();
    Ended ended =
        new OtherJvm(folder)
            .with("SOFTHSM2_CONF", softHsm.toString())
            .asJar(List.of(), "--config", config, "doctor");
    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(ExitCode.TOKEN);
    assertThat(ended.out())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("FAIL ")
                    .contains("No token matches token = pkcs11:token=kekkai-contract")
                    .contains("no initialised token", "C_InitToken", "init --create-token"));
    assertThat(TokenFiles.in(tokens).contents()).isEmpty();
  }

  @Test
  void a_token_whose_user_pin_was_never_set() throws Exception {
    try (Shim shim = Shim.over(Tokens.softHsm())) {
      TestToken token = withoutUserPin(shim, "no-user-pin");
      refused(shim, token, "has no user PIN yet", "set one", "C_InitPIN");
      refusedEvenIfConfirmed(shim, token, "has no user PIN yet");
      doctorSays(shim, token, "has no user PIN yet");
    }
  }

  /** As when the ceremony breaks off between C_InitToken and C_InitPIN. */
  private static TestToken withoutUserPin(Shim shim, String label) throws Exception {
    TestToken shimmed = shim.token();
    TokenInitializer initializer =
        new TokenInitializer(new ModuleSettings(shimmed.module(), null, Sharing.EXCLUSIVE, null));
    assertThat(initializer.labels()).doesNotContain(label); // loads the shim
    shim.failNext("C_InitPIN", Ckr.DEVICE_REMOVED);
    assertThatThrownBy(() -> initializer.create(label, SO_PIN, SoftHsmTokens.PIN.toCharArray()))
        .isInstanceOf(CryptokiException.class);
    Map<String, String> settings = shimmed.settings("token", "pkcs11:token=" + label);
    return new TestToken(shimmed.name(), shimmed.folder(), settings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0x40000 | is locked; the security officer must reset it",
        "0x20000 | One more wrong PIN locks the token",
        "0x60000 | is locked; the security officer must reset it",
      })
  void a_pin_that_is_locked_or_at_its_last_try(String flags, String reason) throws Exception {
    try (Shim shim = Shim.over(Tokens.softHsm())) {
      shim.tokenFlags(Long.decode(flags), 0);
      refused(shim, shim.token(), reason, "security officer");
      refusedEvenIfConfirmed(shim, shim.token(), reason);
    }
  }

  @Test
  void doctor_leaves_a_locked_pin_alone() throws Exception {
    try (Shim shim = Shim.over(Tokens.softHsm())) {
      shim.tokenFlags(Ckf.USER_PIN_LOCKED, 0);
      doctorSays(shim, shim.token(), "is locked; the security officer must reset it");
    }
  }

  @Test
  void a_pin_whose_tries_are_running_low_is_tried_when_a_person_says_so() throws Exception {
    try (Shim shim = Shim.over(Tokens.softHsm())) {
      shim.tokenFlags(Ckf.USER_PIN_COUNT_LOW, 0);
      refused(shim, shim.token(), "does not try on its own", "kekkai doctor --confirm-login");
      long logins = shim.calls("C_Login");
      Shell shell = shell(shim.token());
      shell.ok("kek", "list", "--confirm-login");
      assertThat(shim.calls("C_Login")).isEqualTo(logins + 1);
    }
  }

  @Test
  void a_pin_that_turns_out_to_be_locked_is_tried_once() throws Exception {
    TestToken own = SoftHsmTokens.create("locked-meanwhile");
    try (Shim shim = Shim.over(own)) {
      Shell shell = shell(shim.token());
      shell.ok("kek", "list"); // loads the shim
      long logins = shim.calls("C_Login");
      shim.fail("C_Login", 1, 9, Ckr.PIN_LOCKED);
      assertThat(shell.run("kek", "list")).isEqualTo(ExitCode.TOKEN);
      assertThat(shell.err()).contains("is locked; the security officer must reset it");
      assertThat(shell.run("kek", "list")).isEqualTo(ExitCode.TOKEN);
      assertThat(shell.err()).contains("CKR_PIN_LOCKED (0xA4)", "does not try it again");
      assertThat(shim.calls("C_Login")).isEqualTo(logins + 1);
    }
  }

  private void refused(Shim shim, TestToken token, String... reasons) throws Exception {
    TokenFiles before = TokenFiles.all();
    long logins = shim.calls("C_Login");
    Shell shell = shell(token);
    assertThat(shell.run("kek", "create", "payments")).isEqualTo(ExitCode.TOKEN);
    assertThat(shell.err()).startsWith("kekkai: ").contains(reasons).hasLineCount(1);
    try (KekkaiProvider provider = token.provider("kek", "payments")) {
      assertThatThrownBy(() -> provider.source().get())
          .isInstanceOf(LoginException.class)
          .hasMessageContainingAll(reasons);
      KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
      assertThatThrownBy(generator::generateKey).hasStackTraceContaining(reasons[0]);
    }
    assertThat(shim.calls("C_Login")).as("tries at the PIN").isEqualTo(logins);
    assertThat(TokenFiles.all()).as("the token").isEqualTo(before);
  }

  private void refusedEvenIfConfirmed(Shim shim, TestToken token, String reason) {
    long logins = shim.calls("C_Login");
    Shell shell = shell(token);
    assertThat(shell.run("kek", "list", "--confirm-login")).isEqualTo(ExitCode.TOKEN);
    assertThat(shell.err()).contains(reason);
    assertThat(shim.calls("C_Login")).as("tries at the PIN").isEqualTo(logins);
  }

  private void doctorSays(Shim shim, TestToken token, String reason) {
    TokenFiles before = TokenFiles.all();
    long logins = shim.calls("C_Login");
    Shell shell = shell(token);
    assertThat(shell.run("doctor", "--confirm-login")).as(shell.out()).isEqualTo(ExitCode.TOKEN);
    assertThat(shell.out()).contains("FAIL ").contains(reason);
    assertThat(shim.calls("C_Login")).as("tries at the PIN").isEqualTo(logins);
    assertThat(TokenFiles.all()).as("the token").isEqualTo(before);
  }

  private Shell shell(TestToken token) {
    Path config = token.propertiesFile("token-state.properties", "kek", "payments");
    return new Shell(folder).with("KEKKAI_CONFIG", config.toString());
  }
}
