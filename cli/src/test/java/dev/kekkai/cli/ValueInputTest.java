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

  private static String read(InputStream in, boolean exact) throws Exception {
    Surroundings surroundings =
        new Surroundings(Map.of(), Path.of(""), Path.of(""), in, new ByteArrayOutputStream(), null);
    return new String(new ValueInput(surroundings).read("x", exact), UTF_8);
  }
}
