package dev.kekkai.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.benchmarks.Rows;
import dev.kekkai.benchmarks.plan.Section;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
  /** Four contenders, ten rounds of 10 ms each: 400 ms of slices. */
  private final Pace pace =
      new Pace(new Schedule(10, 10, 100, 5000, 2000), List.of(Rows.row("nss.encrypt.64")));

  @Test
  void what_the_slices_leave_is_for_the_warm_ups() {
    assertThat(pace.mostWarmUpMillis(Section.NSS, 0)).isEqualTo(1600);
    assertThat(pace.mostWarmUpMillis(Section.NSS, 800)).isEqualTo(800);
  }

  @Test
  void a_run_that_is_late_still_warms_up_a_little() {
    assertThat(pace.mostWarmUpMillis(Section.NSS, 60_000)).isEqualTo(100);
  }

  @Test
  void no_warm_up_is_longer_than_the_schedule_says() {
    pace.warmed();
    pace.warmed();
    pace.warmed();
    assertThat(pace.mostWarmUpMillis(Section.NSS, 0)).isEqualTo(5000);
  }
}
