package dev.kekkai.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class QuartilesTest {
  @Test
  void the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
    assertThat(Quartiles.of(4, 1, 3, 2)).isEqualTo(new Quartiles(1.75, 2.5, 3.25));
  }

  @Test
  void one_outlier_moves_the_mean_but_not_the_median() {
    assertThat(Quartiles.of(1, 1, 1, 1, 1000).median()).isEqualTo(1);
  }

  @Test
  void one_value_is_all_three() {
    assertThat(Quartiles.of(7)).isEqualTo(new Quartiles(7, 7, 7));
  }

  @Test
  void there_are_none_of_nothing() {
    assertThatIllegalArgumentException().isThrownBy(Quartiles::of);
  }
}
