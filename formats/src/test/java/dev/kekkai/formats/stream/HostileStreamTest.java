package dev.kekkai.formats.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes from outside ends in one of the two declared errors, and no wrong byte gets out.
 */
class HostileStreamTest {
  /** {@code -Dkekkai.fuzz=1000000} for the long run. */
  private static final int INPUTS = Integer.getInteger("kekkai.fuzz", 50_000);

  private final Random random = new Random(20261126);
  private byte[] good = new byte[0];
  private byte[] content = new byte[0];

  @BeforeEach
  void make_one_good_stream() throws Exception {
    good = Streams.encrypted(2100);
    content = Streams.decrypted(good);
    assertThat(content).isEqualTo(Streams.content(2100));
  }

  @Test
  void every_truncation_is_refused() {
    for (int length = 0; length < good.length; length += length < StreamHeader.BYTES ? 37 : 1) {
      assertRefused(Arrays.copyOf(good, length));
    }
  }

  @Test
  void every_flipped_byte_of_the_segments_and_of_what_counts_in_the_header_is_refused() {
    for (int at = 0; at < good.length; at++) {
      if (at < HeaderSlot.offset(2) || at >= StreamHeader.BYTES) {
        byte[] flipped = good.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        assertRefused(flipped);
      }
    }
  }

  @Test
  void what_is_in_the_slot_not_in_use_does_no_harm() throws Exception {
    for (int i = 0; i < 200; i++) {
      byte[] rubbish = new byte[HeaderSlot.BYTES];
      random.nextBytes(rubbish);
      System.arraycopy(rubbish, 0, good, HeaderSlot.offset(2), rubbish.length);
      assertThat(Streams.decrypted(good)).isEqualTo(content);
    }
  }

  @Test
  void segments_in_any_other_arrangement_are_refused() {
    byte[][] segments = {
      Streams.segment(good, 0), Streams.segment(good, 1), Streams.segment(good, 2)
    };
    for (int arrangement = 0; arrangement < 256; arrangement++) {
      byte[] stream = Streams.header(good);
      StringBuilder order = new StringBuilder();
      for (int i = 0, rest = arrangement; i < 4; i++, rest /= 4) {
        if (rest % 4 < 3) {
          stream = Streams.joined(stream, segments[rest % 4]);
          order.append(rest % 4);
        }
      }
      if (!order.toString().equals("012")) {
        assertRefused(stream);
      }
    }
  }

  @Test
  void appended_bytes_are_refused() {
    for (int more = 1; more < 60; more++) {
      assertRefused(Arrays.copyOf(good, good.length + more));
    }
  }

  @Test
  void rubbish_after_a_good_header_is_refused() {
    for (int i = 0; i < INPUTS / 10; i++) {
      byte[] rubbish = new byte[random.nextInt(2200)];
      random.nextBytes(rubbish);
      assertRefused(Streams.joined(Streams.header(good), rubbish));
    }
  }

  @Test
  void rubbish_is_refused() {
    for (int i = 0; i < INPUTS / 10; i++) {
      byte[] rubbish = new byte[random.nextInt(4000)];
      random.nextBytes(rubbish);
      System.arraycopy(good, 0, rubbish, 0, Math.min(rubbish.length, random.nextInt(600)));
      assertRefused(rubbish);
    }
  }

  @Test
  void slots_of_any_content_with_the_right_digest_never_break_the_reader() throws Exception {
    byte[] header = Streams.header(good);
    int read = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] changed = header.clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        changed[HeaderSlot.offset(1) + 32 + random.nextInt(100)] = (byte) random.nextInt(256);
      }
      putDigest(changed);
      try {
        StreamHeader.parse(changed);
        read++;
      } catch (StreamFormatException e) {
        assertThat(e).hasNoCause();
      }
    }
    assertThat(read).as("headers that are none of ours and well-formed").isPositive();
  }

  @Test
  void a_header_that_somebody_else_wrote_well_is_refused_with_the_one_error() throws Exception {
    byte[] changed = good.clone();
    changed[HeaderSlot.offset(1) + 32 + 3] = 3; // generation
    putDigest(changed);
    assertThat(StreamHeader.parse(Streams.header(changed)).generation()).isEqualTo(3);
    assertThatThrownBy(() -> Streams.decrypted(changed))
        .isExactlyInstanceOf(StreamDecryptionException.class);
  }

  private static void putDigest(byte[] header) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(header, 0, 512);
    sha256.update(header, 512 + 32, 1536 - 32);
    System.arraycopy(sha256.digest(), 0, header, 512, 32);
  }

  private void assertRefused(byte[] stream) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Streams.decrypt(Streams.DEK, stream, out, Streams.CONTEXT);
    } catch (StreamFormatException e) {
      assertThat(e.getCause()).isNull();
      return;
    } catch (Exception e) {
      assertTheOneError(e);
      assertThat(Arrays.copyOf(content, out.size())).isEqualTo(out.toByteArray());
      return;
    }
    fail("decrypted");
  }

  private static void assertTheOneError(Exception e) {
    if (e.getClass() != StreamDecryptionException.class
        || e.getCause() != null
        || !new StreamDecryptionException().getMessage().equals(e.getMessage())) {
      throw new AssertionError("another error for a wrong stream", e);
    }
  }
}
