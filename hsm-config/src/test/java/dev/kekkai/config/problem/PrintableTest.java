package dev.kekkai.config.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", "\r", "\t", "\u001b", "\u0000", "\u007f", "\u0085", "\u009b", "\u200e", "\u202e",
        "\u2028", "\u2029", "\u2066", "\ufeff"
      })
  void what_does_not_stand_for_itself_is_replaced(String unfit) {
    assertThat(Printable.of("a" + unfit + "b")).isEqualTo("a?b");
  }

  @Test
  void what_does_stays() {
    String text = "'d1' é 結界 \uD83D\uDD11 [~]";
    assertThat(Printable.of(text)).isEqualTo(text);
    assertThat(Printable.line(text)).isEqualTo(text);
    assertThat(Printable.lines(text)).isEqualTo(text);
  }

  @Test
  void a_message_with_line_breaks_becomes_one_line() {
    assertThat(Printable.line("ERROR: no row \r\n  Detail:\tnone\u2028\u001b[1Aend"))
        .isEqualTo("ERROR: no row Detail: none ?[1Aend");
  }

  @Test
  void lines_of_our_own_stay_lines() {
    assertThat(Printable.lines("2 problems\r\n  - a\n  - \u001b[1Ab\rc"))
        .isEqualTo("2 problems\n  - a\n  - ?[1Ab?c");
  }
}
