package dev.kekkai.provider.spi.gcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InputBufferTest {
  private final InputBuffer buffer = new InputBuffer();

  @Test
  void keepsWhatWasAppendedInOrder() {
    buffer.append(new byte[] {9, 1, 2, 9}, 1, 2);
    buffer.append(ByteBuffer.wrap(new byte[] {3}));

    assertThat(Arrays.copyOf(buffer.array(), buffer.size())).containsExactly(1, 2, 3);
  }

  @Test
  void wipesTheArrayItGrowsOutOf() {
    buffer.append(new byte[] {1, 2, 3}, 0, 3);
    byte[] first = buffer.array();

    buffer.append(new byte[10_000], 0, 10_000);

    assertThat(buffer.array()).isNotSameAs(first).startsWith(1, 2, 3);
    assertThat(first).containsOnly(0);
  }

  @Test
  void wipesWhatItHeld() {
    byte[] large = new byte[1 << 17];
    Arrays.fill(large, (byte) 7);
    buffer.append(large, 0, large.length);
    byte[] held = buffer.array();

    buffer.wipe();

    assertThat(buffer.size()).isZero();
    assertThat(held).containsOnly(0);
  }

  @Test
  void growsInFewSteps() {
    byte[] last = buffer.array();
    int steps = 0;
    for (int i = 0; i < 100_000; i++) {
      buffer.append(new byte[] {1}, 0, 1);
      if (buffer.array() != last) {
        steps++;
        last = buffer.array();
      }
    }

    assertThat(steps).isLessThan(12);
  }

  @Test
  void refusesMoreThanAnArrayHolds() {
    buffer.append(new byte[100], 0, 100);
    assertThatThrownBy(() -> buffer.sizeWith(Integer.MAX_VALUE - 50))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("segments");
  }
}
