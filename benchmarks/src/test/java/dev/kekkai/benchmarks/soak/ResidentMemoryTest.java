package dev.kekkai.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
  private final ResidentMemory memory = new ResidentMemory();

  @Test
  void growth_is_from_the_second_minute_to_the_last() {
    minute(500);
    minute(1000);
    minute(5000);
    minute(1030);
    assertThat(memory.growth()).isCloseTo(3, Offset.offset(1e-9));
  }

  @Test
  void one_high_second_is_no_growth() {
    minute(1000);
    minute(1000);
    minute(1000);
    memory.add(9000);
    assertThat(memory.growth()).isZero();
  }

  @Test
  void a_process_has_resident_memory() throws Exception {
    assertThat(memory.sample()).isGreaterThan(1024);
  }

  private void minute(long kibibytes) {
    IntStream.range(0, ResidentMemory.MINUTE).forEach(i -> memory.add(kibibytes));
  }
}
