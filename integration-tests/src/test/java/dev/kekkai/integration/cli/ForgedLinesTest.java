package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.config.ModuleSettings;
import dev.kekkai.config.Sharing;
import dev.kekkai.cryptoki.TokenInitializer;
import dev.kekkai.testkit.PinFile;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token whose label clears the terminal, has a line of doctor's own, and turns the writing. */
class ForgedLinesTest {
  private static final String FORGED = "ok    KEK: forged";
  private static final String LABEL = "a\u001b[2J\n" + FORGED + "\u202e";
  private static final String SHOWN = "'a?[2J?" + FORGED + "?'";
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]");

  private static TestToken token;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws Exception {
    TestToken plain = SoftHsmTokens.create("forged-lines");
    new TokenInitializer(new ModuleSettings(plain.module(), null, Sharing.EXCLUSIVE, null))
        .create(LABEL, SoftHsmTokens.SO_PIN.toCharArray(), SoftHsmTokens.PIN.toCharArray());
    String uri =
        "pkcs11:token=" + URLEncoder.encode(LABEL, StandardCharsets.UTF_8).replace("+", "%20");
    token = new TestToken("softhsm2", plain.folder(), plain.settings("token", uri));
  }

  @Test
  @Tag("slow")
  void doctor_shows_it_in_the_lines_of_the_token() {
    Shell shell = shell("kek", "payments");
    assertThat(shell.ok("kek", "create", "payments")).doesNotContainPattern(UNFIT);
    shell.ok("doctor", "--no-speed");
    fit(shell);
    assertThat(shell.out())
        .contains("ok    module, token and login: " + SHOWN)
        .contains("\n" + SHOWN + " (SoftHSM v2");
    fit(shell("kek", "payments"), "kek", "list");
    fit(shell("kek", "payments"), "keys", "audit");
  }

  @Test
  @Tag("slow")
  void for_programs_it_is_as_the_token_has_it() throws Exception {
    Shell shell = shell();
    shell.run("doctor", "--no-speed", "--json");
    assertThat(shell.out()).matches("[ -~]+\n");
    assertThat(JSONObjectUtils.getJSONObject(JSONObjectUtils.parse(shell.out()), "token"))
        .containsEntry("label", LABEL);
  }

  @Test
  void errors_show_it_in_one_line() {
    PinFile.write(folder.resolve("wrong.pin"), "wrong-pin-4711");
    Shell wrong = shell("pin", "file:" + folder.resolve("wrong.pin"), "state.dir", folder + "/s");
    assertThat(wrong.run("kek", "list")).isEqualTo(ExitCode.TOKEN);
    assertThat(wrong.err()).hasLineCount(1).contains(SHOWN).doesNotContainPattern(UNFIT);
    assertThat(wrong.run("--debug", "kek", "list")).isEqualTo(ExitCode.TOKEN);
    assertThat(wrong.err().replace("\tat ", "")).doesNotContainPattern(UNFIT);
    assertThat(wrong.err().lines()).noneMatch(line -> line.startsWith(FORGED));

    shell().ok("kek", "list", "--confirm-login"); // for the other tests: a try was used up

    Shell none = shell("token", "pkcs11:token=nosuch");
    assertThat(none.run("kek", "list")).isEqualTo(ExitCode.TOKEN);
    assertThat(none.err()).hasLineCount(1).contains(SHOWN).doesNotContainPattern(UNFIT);
  }

  private static void fit(Shell shell, String... command) {
    shell.ok(command);
    fit(shell);
  }

  private static void fit(Shell shell) {
    assertThat(shell.out()).doesNotContainPattern(UNFIT);
    assertThat(shell.out().lines()).noneMatch(line -> line.startsWith(FORGED));
  }

  private Shell shell(String... overrides) {
    Path config = token.propertiesFile("forged-lines.properties", overrides);
    return new Shell(folder).with("KEKKAI_CONFIG", config.toString());
  }
}
