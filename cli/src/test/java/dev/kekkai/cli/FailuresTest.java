package dev.kekkai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.cryptoki.TokenException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailuresTest {
  private static final String FORGED = "'a\u001b[2J\nok    KEK: forged\u202e'";

  @Test
  void what_is_quoted_adds_no_lines_and_hides_none() {
    assertThat(Failures.message(new TokenException("The token " + FORGED, false, null)))
        .isEqualTo("The token 'a?[2J ok    KEK: forged?'");
    assertThat(Failures.message(new NoSuchFileException(FORGED)))
        .isEqualTo("There is no 'a?[2J ok    KEK: forged?'");
  }

  @Test
  void all_problems_of_a_configuration_keep_their_lines() {
    ConfigException e =
        new ConfigException("f", List.of(new Problem("a", "b", "c"), new Problem("d", "e", "f")));
    assertThat(Failures.message(e)).hasLineCount(3);
  }

  @Test
  void causes_that_debug_shows_are_no_better() {
    StringWriter text = new StringWriter();
    CommandLine command =
        new CommandLine(CommandLine.Model.CommandSpec.create()).setErr(new PrintWriter(text, true));
    Throwable cause = new TokenException(FORGED, false, null);
    Failures.report(command, new CliException(ExitCode.TOKEN, FORGED, cause), true);
    assertThat(text.toString().replace("\tat ", ""))
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
    assertThat(text.toString().lines()).noneMatch(line -> line.startsWith("ok "));
  }
}
