package dev.kekkai.keyserver.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is usual is learned. */
class BaselineTest {
  private static final AlarmSettings SETTINGS =
      new AlarmSettings(
          Duration.ofMinutes(1), 5, 100, 30, 60, 50, 20, Duration.ofMinutes(15), Set.of());

  private static Baseline after(Baseline baseline, int periods, long items) {
    for (int i = 0; i < periods; i++) {
      baseline = baseline.with(items, SETTINGS);
    }
    return baseline;
  }

  @Test
  void a_steady_rate_is_its_own_mean() {
    Baseline baseline = after(Baseline.NONE, 40, 90);
    assertThat(baseline.mean()).isCloseTo(90, within(1e-9));
    assertThat(baseline.variance()).isCloseTo(0, within(1e-6));
    assertThat(baseline.threshold(SETTINGS)).isEqualTo(450);
    assertThat(baseline.isLearned(SETTINGS)).isTrue();
  }

  @Test
  void at_first_it_is_a_plain_average() {
    Baseline baseline = Baseline.NONE.with(10, SETTINGS).with(20, SETTINGS).with(60, SETTINGS);
    assertThat(baseline.mean()).isCloseTo(30, within(1e-9));
    // of 10, 20 and 60: the mean of the squares less the square of the mean
    assertThat(baseline.variance()).isCloseTo(1400.0 / 3, within(1e-9));
    assertThat(baseline.periods()).isEqualTo(3);
    assertThat(baseline.isLearned(SETTINGS)).isFalse();
  }

  @Test
  void fewer_than_the_floor_are_never_too_many() {
    assertThat(Baseline.NONE.threshold(SETTINGS)).isEqualTo(100);
    assertThat(after(Baseline.NONE, 100, 3).threshold(SETTINGS)).isEqualTo(100);
  }

  @Test
  void a_client_whose_rate_varies_is_given_more_room() {
    Baseline steady = after(Baseline.NONE, 60, 100);
    Baseline varying = Baseline.NONE;
    for (int i = 0; i < 60; i++) {
      varying = varying.with(i % 2 == 0 ? 20 : 180, SETTINGS);
    }
    assertThat(varying.mean()).isCloseTo(100, within(2.0));
    assertThat(varying.threshold(SETTINGS)).isGreaterThan(steady.threshold(SETTINGS) + 300);
  }

  @Test
  void what_was_learned_loses_half_its_weight_in_the_memory() {
    Baseline baseline = after(after(Baseline.NONE, 1000, 100), 60, 0);
    assertThat(baseline.mean()).isCloseTo(50, within(0.01));
  }

  @Test
  void a_flood_is_not_usual_after_one_period_nor_after_an_hour() {
    Baseline before = after(Baseline.NONE, 100, 200);
    long flood = 100_000;
    assertThat(before.with(flood, SETTINGS).mean()).isLessThan(205);
    assertThat(after(before, 60, flood).threshold(SETTINGS)).isLessThan(flood / 5);
  }

  @Test
  void no_period_teaches_more_than_the_floor_or_twice_the_usual_from_the_first_on() {
    long flood = 1_000_000;
    Baseline baseline = Baseline.NONE.with(flood, SETTINGS);
    assertThat(baseline).isEqualTo(Baseline.NONE.with(100, SETTINGS));
    for (int i = 0; i < 50; i++) {
      long twice = (long) Math.ceil(2 * (baseline.mean() + Math.sqrt(baseline.variance())));
      Baseline next = baseline.with(flood, SETTINGS);
      assertThat(next.mean()).isLessThanOrEqualTo(baseline.with(twice, SETTINGS).mean());
      baseline = next;
    }
  }

  @Test
  void a_new_level_is_usual_in_the_end() {
    Baseline baseline = after(after(Baseline.NONE, 100, 200), 600, 2000);
    assertThat(baseline.threshold(SETTINGS)).isGreaterThan(2000);
  }

  @Test
  void a_small_client_may_grow_to_the_floor_at_once() {
    Baseline baseline = after(after(Baseline.NONE, 100, 1), 60, 90);
    assertThat(baseline.mean()).isGreaterThan(40);
  }
}
