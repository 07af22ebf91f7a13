package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.testkit.Availability;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import dev.kekkai.testkit.fault.Shim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code kekkai kek create} where the token makes the key, and can do nothing with it. */
class UselessKekTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();
  private static final int MANY = 1_000_000;

  @TempDir private Path folder;
  private Shim shim;

  @BeforeEach
  void token() {
    shim = Shim.over(SoftHsmTokens.create("useless-kek-" + TOKENS.incrementAndGet()));
  }

  @AfterEach
  void close() {
    shim.close();
  }

  /** The pair of an EC KEK is proved when it is made, by a derivation of its own. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aes | C_WrapKey | 1 | could not wrap and unwrap a DEK | (--type rsa: RSA-OAEP with SHA-1), but not for the DEK store",
        "aes | C_UnwrapKey | 1 | could not wrap and unwrap a DEK | (--type rsa: RSA-OAEP with SHA-1), but not for the DEK store",
        "rsa | C_UnwrapKey | 1 | could not wrap and unwrap a DEK | An AES KEK may be of use (--type aes)",
        "ec | C_DeriveKey | 2 | could not open what was sealed for it | An RSA KEK may be of use",
      })
  void is_destroyed_again_and_the_message_says_what_may_be_of_use(
      String type, String function, long first, String what, String instead) {
    Shell shell = shell("kek", "payments");
    shell.ok("kek", "create", "other");
    TokenFiles before = TokenFiles.all().withoutLogins();
    shim.fail(function, first, MANY, Ckr.MECHANISM_INVALID);
    assertThat(shell.run("kek", "create", "payments", "--type", type)).isEqualTo(ExitCode.FAILED);
    assertThat(shell.err())
        .hasLineCount(1)
        .contains("payments.v1 " + what, ". It is destroyed again. ", instead);
    assertThat(shell.out()).isEmpty();
    shim.clear();
    assertThat(TokenFiles.all().withoutLogins().contents().keySet())
        .as("objects on the token")
        .isEqualTo(before.contents().keySet());
    assertThat(shell.ok("kek", "list")).contains("other.v1").doesNotContain("payments");
    assertThat(shell.ok("kek", "create", "payments", "--type", type)).contains("Made payments.v1");
  }

  @Test
  void is_not_registered_in_a_dek_store() {
    Shell shell = shell("store", "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0");
    shim.fail("C_WrapKey", 1, MANY, Ckr.MECHANISM_INVALID);
    assertThat(shell.run("kek", "create", "payments")).isEqualTo(ExitCode.FAILED);
    shim.clear();
    assertThat(shell.ok("kek", "create", "payments")).contains("Registered in the DEK store");
  }

  @Test
  void one_that_could_not_be_tried_is_left_and_told_of() {
    Shell shell = shell("kek", "payments", "deadline", "2s");
    shim.fail("C_WrapKey", 1, MANY, Ckr.DEVICE_ERROR);
    assertThat(shell.run("kek", "create", "payments")).isEqualTo(ExitCode.TOKEN);
    assertThat(shell.err())
        .contains("payments.v1 was made, but could not be tried", "kekkai doctor --quick");
    shim.clear();
    assertThat(shell.ok("doctor", "--quick")).contains("Everything works");
  }

  @Test
  void what_the_token_refuses_to_destroy_is_told_of() {
    Shell shell = shell();
    shim.fail("C_WrapKey", 1, MANY, Ckr.MECHANISM_INVALID);
    shim.fail("C_DestroyObject", 1, MANY, Ckr.FUNCTION_FAILED);
    assertThat(shell.run("kek", "create", "payments")).isEqualTo(ExitCode.FAILED);
    assertThat(shell.err()).contains("It is still on the token, which refused to destroy it");
    shim.clear();
    assertThat(shell.ok("kek", "list")).contains("payments.v1");
  }

  @Test
  void is_not_made_where_the_profile_knows() throws Exception {
    Path profile = folder.resolve("none.properties");
    Files.writeString(profile, "extends = softhsm2\nwrap.rfc3394 = none [measured]\n");
    Shell shell = shell("profile", profile.toString());
    assertThat(shell.run("kek", "create", "payments")).isEqualTo(ExitCode.FAILED);
    assertThat(shell.err())
        .contains("wrap.rfc3394 = none", "an AES KEK would be of no use, and is not made");
    assertThat(shim.calls("C_GenerateKey")).isZero();
  }

  @Test
  @Tag("namespace")
  void on_opencryptoki_an_aes_kek_is_refused_and_an_rsa_kek_works() {
    Availability.require("opencryptoki");
    TestToken token = Tokens.openCryptoki();
    Path config = token.propertiesFile("useless-kek.properties");
    Shell shell = new Shell(folder).with("KEKKAI_CONFIG", config.toString());
    assertThat(shell.run("kek", "create", "useless-aes")).isEqualTo(ExitCode.FAILED);
    assertThat(shell.err())
        .contains("an AES KEK would be of no use", "--type rsa: RSA-OAEP with SHA-256");
    assertThat(shell.ok("kek", "create", "useful-rsa", "--type", "rsa", "--bits", "2048"))
        .contains("Made useful-rsa.v1");
    assertThat(shell.ok("kek", "list")).contains("useful-rsa.v1").doesNotContain("useless-aes");
  }

  private Shell shell(String... overrides) {
    Path config = shim.token().propertiesFile("useless-kek.properties", overrides);
    return new Shell(folder).with("KEKKAI_CONFIG", config.toString());
  }
}
