package dev.kekkai.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final Duration SHORT = Duration.ofMillis(5);
  private static final CpuClock CLOCK = new CpuClock(Long.MAX_VALUE, Long.MAX_VALUE);

  @Test
  void what_is_between_the_first_and_the_last_answer_counts() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    Load load =
        new Load(
            2,
            () -> {
              sent.incrementAndGet();
              Thread.sleep(1);
              return 100;
            });
    Load.Window window = load.run(SHORT, SHORT, CLOCK);
    int counted = window.latencies().size();
    assertThat(counted).isBetween(8, sent.get());
    assertThat(window.items()).isEqualTo(100L * (counted - 1));
    assertThat(window.nanos()).isPositive();
    assertThat(window.perSecond()).isEqualTo(window.items() * 1e9 / window.nanos());
    assertThat(window.latencies()).allSatisfy(nanos -> assertThat(nanos).isPositive());
  }

  @Test
  void a_wrong_answer_ends_the_run() {
    Load load =
        new Load(
            2,
            () -> {
              throw new IllegalStateException("What was opened is not what was sealed");
            });
    assertThatThrownBy(() -> load.run(SHORT, SHORT, CLOCK))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("What was opened is not what was sealed");
  }
}
