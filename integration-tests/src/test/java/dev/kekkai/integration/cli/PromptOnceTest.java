package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kekkai.cli.Main;
import dev.kekkai.testkit.OwnProfiles;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pin = prompt} on a terminal, which util-linux's script plays. */
class PromptOnceTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final int SECONDS = 120;

  @TempDir private Path folder;

  @Test
  void a_token_that_is_not_the_profiles_own_is_examined_with_the_pin_asked_for_once()
      throws Exception {
    assumeTrue(Files.isExecutable(SCRIPT), "no " + SCRIPT + ", which gives a terminal");
    TestToken token = SoftHsmTokens.create("prompt-once");
    String profile =
        OwnProfiles.write(
            folder,
            "another.properties",
            """
            extends = softhsm2
            match.serial = another
            login.pinFormat = user:password [documented]
            """);
    Path config = token.propertiesFile("prompt.properties", "pin", "prompt", "profile", profile);
    String shown = onTerminal("user:no\nuser:no\n", config, "doctor", "--suggest-profile", "found");
    assertThat(shown).contains("refused the PIN (C_Login answered CKR_PIN_INCORRECT");
    assertThat(shown.split("Token PIN: ", -1)).as(shown).hasSize(2);
  }

  private String onTerminal(String typed, Path config, String... args) throws Exception {
    Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            jar + File.pathSeparator + jar.resolveSibling("lib") + "/*",
            Main.class.getName(),
            "--config",
            config.toString());
    String command = String.join(" ", java) + " " + String.join(" ", args);
    Path input = Files.writeString(folder.resolve("input"), typed);
    Process process =
        new ProcessBuilder(SCRIPT.toString(), "-qec", command, "/dev/null")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(input.toFile())
            .start();
    try {
      String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      return shown.lines().collect(Collectors.joining("\n"));
    } finally {
      process.destroyForcibly();
    }
  }
}
