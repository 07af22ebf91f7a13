package dev.kekkai.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.benchmarks.run.Quartiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({"5.129, 5.13", "529.4, 529", "86249, 86.2 k", "1713000, 1.71 M", "24900000, 24.9 M"})
  void a_rate_has_three_digits(double rate, String text) {
    assertThat(Figures.rate(rate)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.934, 0.93", "7.206, 7.21", "42.64, 42.6", "142.6, 143"})
  void a_ratio_has_two_or_three_digits(double ratio, String text) {
    assertThat(Figures.ratio(ratio)).isEqualTo(text);
  }

  @Test
  void the_spread_is_half_the_distance_of_the_quartiles() {
    assertThat(Figures.spread(new Quartiles(90, 100, 110))).isEqualTo("10 %");
  }
}
