package dev.kekkai.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.benchmarks.worker.Measurement;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private final WarmUp warmUp = new WarmUp(200, 1000);

  @Test
  void it_ends_when_the_rate_stays_and_the_compiler_rests() {
    slices(5, 100, 0);
    assertThat(warmUp.isOver()).isTrue();
  }

  @Test
  void it_goes_on_while_the_compiler_works() {
    slices(9, 100, 50);
    assertThat(warmUp.isOver()).isFalse();
  }

  @Test
  void it_goes_on_while_the_rate_grows() {
    for (int i = 1; i < 10; i++) {
      slices(1, 100 * i * i, 0);
    }
    assertThat(warmUp.isOver()).isFalse();
  }

  @Test
  void it_ends_at_the_latest_when_the_schedule_says() {
    slices(10, 100, 50);
    assertThat(warmUp.isOver()).isTrue();
  }

  private void slices(int count, long operations, long compilerMillis) {
    for (int i = 0; i < count; i++) {
      warmUp.add(new Measurement(operations, 1_000_000, 0, compilerMillis));
    }
  }
}
