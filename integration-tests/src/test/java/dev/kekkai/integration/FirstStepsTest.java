package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/getting-started.md} and the README tell a newcomer to write does what they say.
 */
class FirstStepsTest {
  private static final Path ROOT = Path.of(System.getProperty("kekkai.root"));
  private static final Pattern JAVA =
      Pattern.compile("```java\n(.*?)```", Pattern.DOTALL | Pattern.UNIX_LINES);

  @TempDir private Path folder;

  @Test
  void the_program_of_the_page_prints_what_the_page_says() throws Exception {
    TestToken token = SoftHsmTokens.create("first-steps");
    try (KekkaiProvider provider = token.provider()) {
      provider.maker().create(KekSpec.aes("payments"));
    }
    Path config = token.propertiesFile("first-steps.properties", "kek", "payments");
    Path program = Files.writeString(folder.resolve("FirstSteps.java"), page());

    assertThat(run(program, config)).isEqualTo("4111 1111 1111 1111");
  }

  @Test
  void the_readme_shows_lines_of_that_program() throws Exception {
    List<String> shown =
        block(ROOT.resolve("README.md"))
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("Security.addProvider"))
            .toList();
    assertThat(shown).hasSizeGreaterThan(8);
    assertThat(page().lines().map(String::strip).toList()).containsSubsequence(shown);
  }

  private static String page() throws Exception {
    return block(ROOT.resolve("docs/getting-started.md"));
  }

  private static String block(Path page) throws Exception {
    Matcher block = JAVA.matcher(Files.readString(page));
    assertThat(block.find()).as("a program in %s", page).isTrue();
    return block.group(1);
  }

  /** As one source file, which Java compiles by itself. */
  private static String run(Path program, Path config) throws Exception {
    List<String> command = new ArrayList<>(JavaCommand.of(List.of(), FirstStepsTest.class));
    command.set(command.size() - 1, program.toString());
    command.add(config.toString());
    Path output = program.resolveSibling("output.txt");
    Path errors = program.resolveSibling("errors.txt");
    Process java =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(java.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      java.destroyForcibly();
    }
    assertThat(java.exitValue()).as(Files.readString(errors)).isZero();
    return Files.readString(output).strip();
  }
}
