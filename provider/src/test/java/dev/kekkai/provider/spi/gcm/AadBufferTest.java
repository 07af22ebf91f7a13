package dev.kekkai.provider.spi.gcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class AadBufferTest {
  private final AadBuffer aad = new AadBuffer();

  @Test
  void piecesOfAnySizeComeOutAsOneArrayOfTheirLength() {
    aad.append(new byte[] {0, 1, 2, 3}, 1, 2);
    aad.append(ByteBuffer.wrap(new byte[] {3}));
    aad.append(new byte[] {4, 5, 6, 7, 8}, 0, 5);

    assertThat(aad.exact()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void bytesOneByOneAndTheSameLengthAgainComeOutWhole() {
    byte[] first = fedByteByByte();
    assertThat(first).hasSize(1024).startsWith(0, 1, 2).endsWith(-3, -2, -1);

    aad.reset();
    assertThat(fedByteByByte()).as("the array of the message before").isSameAs(first);
  }

  private byte[] fedByteByByte() {
    for (int i = 0; i < 1024; i++) {
      aad.append(new byte[] {(byte) i}, 0, 1);
    }
    return aad.exact();
  }

  @Test
  void aHugeArrayIsGivenBack() {
    aad.append(new byte[1 << 20], 0, 1 << 20);
    byte[] huge = aad.exact();
    aad.reset();
    aad.append(new byte[1 << 20], 0, 1 << 20);

    assertThat(aad.exact()).hasSize(1 << 20).isNotSameAs(huge);
  }

  @Test
  void withoutAnyItIsEmpty() {
    assertThat(aad.exact()).isEmpty();
    aad.append(new byte[] {1}, 0, 1);
    aad.reset();
    assertThat(aad.exact()).isEmpty();
  }
}
