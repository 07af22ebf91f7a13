package dev.kekkai.provider.spi.gcm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlapTest {

  @ParameterizedTest(name = "input 40..50, output from {0}: harmful {1}")
  @CsvSource({"0, false", "39, false", "40, false", "41, true", "49, true", "50, false"})
  void writingAheadOfUnreadInputIsHarmful(int outOffset, boolean harmful) {
    byte[] array = new byte[100];
    assertThat(Overlap.isHarmful(array, 40, 10, array, outOffset)).isEqualTo(harmful);
  }

  @ParameterizedTest
  @CsvSource({"41", "49"})
  void anotherArrayIsNever(int outOffset) {
    assertThat(Overlap.isHarmful(new byte[100], 40, 10, new byte[100], outOffset)).isFalse();
  }
}
