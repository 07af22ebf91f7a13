package dev.kekkai.formats.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WipeableKeyTest {

  @Test
  void every_copy_given_out_is_wiped_with_it() {
    byte[] value = filled();
    WipeableKey key = new WipeableKey(value);
    byte[] first = key.getEncoded();
    byte[] second = key.getEncoded();
    assertThat(first).isEqualTo(filled()).isNotSameAs(second);

    key.destroy();

    assertThat(value).isEqualTo(new byte[32]);
    assertThat(first).isEqualTo(new byte[32]);
    assertThat(second).isEqualTo(new byte[32]);
    assertThat(key.isDestroyed()).isTrue();
    assertThatThrownBy(key::getEncoded).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void it_shows_no_bytes_and_does_not_serialise() throws Exception {
    WipeableKey key = new WipeableKey(filled());

    assertThat(key.toString()).isEqualTo("an AES key in memory");
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThatThrownBy(() -> out.writeObject(key)).isInstanceOf(NotSerializableException.class);
    }
  }

  @Test
  void two_random_ones_differ() {
    assertThat(WipeableKey.random().getEncoded())
        .hasSize(32)
        .isNotEqualTo(WipeableKey.random().getEncoded());
  }

  private static byte[] filled() {
    byte[] value = new byte[32];
    Arrays.fill(value, (byte) 7);
    return value;
  }
}
