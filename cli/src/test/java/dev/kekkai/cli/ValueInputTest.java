package dev.kekkai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueInputTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', ''",
    "a, a, a",
    "'a\n', a, 'a\n'",
    "'a\r\n', a, 'a\r\n'",
    "'a\n\n', 'a\n', 'a\n\n'",
    "'a\r', 'a\r', 'a\r'",
    "' a ', ' a ', ' a '"
  })
  void one_line_break_at_the_end_is_dropped_unless_exact(String in, String usual, String exact)
      throws Exception {
    assertThat(read(new ByteArrayInputStream(in.getBytes(UTF_8)), false)).isEqualTo(usual);
    assertThat(read(new ByteArrayInputStream(in.getBytes(UTF_8)), true)).isEqualTo(exact);
  }

  @Test
  void input_without_an_end_is_refused() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'a';
          }
        };
    assertThatThrownBy(() -> read(endless, true))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("too long");
  }

  @ParameterizedTest
  @CsvSource({"abcd", "'abcd\n'", "'abcd\r\n'"})
  void the_line_break_that_is_dropped_does_not_count(String in) throws Exception {
    assertThat(atMostFour(in, false)).isEqualTo("abcd");
  }

  @ParameterizedTest
  @CsvSource({
    "abcde, false",
    "'abcd\n\n', false",
    "'abcd\r\r\n', false",
    "'abcde\r\n', false",
    "'abcd\n', true",
    "abcde, true"
  })
  void a_value_that_is_too_long_is_refused(String in, boolean exact) {
    assertThatThrownBy(() -> atMostFour(in, exact))
        .isInstanceOfSatisfying(
            CliException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage("Standard input is too long: at most 4 bytes are taken");
  }

  private static String atMostFour(String in, boolean exact) throws Exception {
    Surroundings surroundings = surroundings(new ByteArrayInputStream(in.getBytes(UTF_8)));
    return new String(new ValueInput(surroundings, 4).read("x", exact), UTF_8);
  }

  private static String read(InputStream in, boolean exact) throws Exception {
    return new String(new ValueInput(surroundings(in)).read("x", exact), UTF_8);
  }

  private static Surroundings surroundings(InputStream in) {
    return new Surroundings(
        Map.of(), Path.of(""), Path.of(""), in, new ByteArrayOutputStream(), null);
  }
}
