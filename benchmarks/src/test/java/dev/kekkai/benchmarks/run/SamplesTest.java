package dev.kekkai.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.benchmarks.Rows;
import dev.kekkai.benchmarks.plan.Column;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private final Samples samples = new Samples(Rows.row("nss.encrypt.64"));

  @Test
  void a_ratio_is_the_median_of_the_ratios_of_each_round() {
    round(80, 100);
    round(8, 10); // the machine was busy, for both
    round(160, 200);
    Result result = samples.result();
    assertThat(result.comparisons().get(0).measured()).isEqualTo(new Quartiles(0.8, 0.8, 0.8));
    assertThat(result.comparisons().get(0).isReached()).isTrue();
    assertThat(result.cells().get(Column.C).rate().median()).isEqualTo(100);
  }

  @Test
  void bytes_are_a_goal_of_their_own() {
    samples.add(Column.KEKKAI_FFM, 100, 201);
    assertThat(samples.result().comparisons())
        .singleElement()
        .satisfies(c -> assertThat(c.isReached()).isFalse());
  }

  @Test
  void goals_are_for_the_foreign_memory_binding_when_it_took_part() {
    round(80, 100);
    samples.add(Column.KEKKAI_IAIK, 5, 1);
    assertThat(samples.result().ours()).contains(Column.KEKKAI_FFM);
  }

  @Test
  void without_the_bound_there_is_no_ratio() {
    round(80, 100);
    samples.drop(Column.C);
    assertThat(samples.result().comparisons())
        .noneMatch(c -> c.goal() instanceof dev.kekkai.benchmarks.plan.Goal.Ratio);
  }

  private void round(double ours, double c) {
    samples.add(Column.KEKKAI_FFM, ours, 100);
    samples.add(Column.C, c, 0);
  }
}
