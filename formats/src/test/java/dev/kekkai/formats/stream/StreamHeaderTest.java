package dev.kekkai.formats.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The header: what it says is wrong, and what it takes. */
class StreamHeaderTest {

  @ParameterizedTest
  @CsvSource({
    "nothing, it is empty",
    "not-a-stream, 'Not a Kekkai stream: it does not begin with 894b454b4b41490a'",
    "header-cut, 'has 3584 bytes, here are 2000'",
    "line-ends, 'Not a Kekkai stream: somebody changed its line ends'",
    "version-2, A stream of version 2; this release reads version 1",
    "suite-2, Unknown suite 2; this release knows 1 (AES-256-GCM)",
    "reserved-not-zero, byte 11 of the stream is not 0",
    "padding-not-zero, byte 100 of the stream is not 0",
    "segments-of-0, Segments of 0 bytes",
    "segments-absurd, Segments of 4294967295 bytes",
    "slot-flipped, neither of its two places holds a whole wrapped DEK"
  })
  void says_what_is_wrong(String file, String message) {
    byte[] bytes = StreamVectors.refused(file).stream();

    assertThatThrownBy(() -> StreamHeader.read(new ByteArrayInputStream(bytes)))
        .isExactlyInstanceOf(StreamFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void the_longest_wrapped_dek_and_names_fit() throws Exception {
    WrappedStreamDek longest =
        new WrappedStreamDek(
            "k".repeat(48) + ".v999999999", "rsa-oaep-sha512-mgf1sha512-abcde", new byte[1024]);
    try (SealedMessages messages = new SealedMessages(StreamSuite.AES_256_GCM, Streams.DEK, null)) {
      StreamIdentity identity = StreamHeader.parse(Streams.header(Streams.encrypted(1))).identity();
      StreamHeader header =
          new StreamHeader(identity, HeaderSeal.seal(messages, identity, 1, longest));

      StreamHeader read = StreamHeader.parse(header.encoded());
      assertThat(read).isEqualTo(header);
      assertThat(read.wrapped()).isEqualTo(longest);
      assertThat(read.hashCode()).isEqualTo(header.hashCode());
    }
  }

  @Test
  void shows_no_blob() throws Exception {
    assertThat(StreamHeader.parse(Streams.header(Streams.encrypted(1))))
        .hasToString(
            "StreamHeader[version 1, AES-256-GCM, segments of 1024 bytes, DEK under payments.v1 by"
                + " rfc3394]");
  }

  @Test
  void a_slot_cut_short_anywhere_does_not_count_and_the_other_does() throws Exception {
    byte[] stream = StreamVectors.vector("a rewrap that stopped before it erased").stream();
    byte[] header = Streams.header(stream);
    int second = HeaderSlot.offset(2);
    int used = 200;
    for (int written = 0; written < used; written++) {
      byte[] torn = header.clone();
      Arrays.fill(torn, second + written, second + HeaderSlot.BYTES, (byte) 0);
      assertThat(StreamHeader.parse(torn).generation())
          .as("with %d bytes of the new slot", written)
          .isEqualTo(isWhole(header, torn) ? 2 : 1);
    }
    assertThat(StreamHeader.parse(header).generation()).isEqualTo(2);
    for (int erased = 1; erased < used; erased++) {
      byte[] torn = header.clone();
      Arrays.fill(torn, HeaderSlot.offset(1), HeaderSlot.offset(1) + erased, (byte) 0);
      assertThat(StreamHeader.parse(torn).generation()).isEqualTo(2);
    }
  }

  private static boolean isWhole(byte[] header, byte[] torn) {
    return Arrays.equals(header, torn);
  }

  @ParameterizedTest
  @ValueSource(strings = {"payments", "payments.v0", "payments.v01", "", "pay ments.v1", "é.v1"})
  void a_kek_that_no_header_can_name_is_refused(String kek) {
    assertThatThrownBy(() -> new WrappedStreamDek(kek, "rfc3394", new byte[40]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NAME.vN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "RFC3394", "rfc 3394", "abcdefghijklmnopqrstuvwxyz0123456"})
  void a_method_that_no_header_can_name_is_refused(String method) {
    assertThatThrownBy(() -> new WrappedStreamDek("payments.v1", method, new byte[40]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rfc3394");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1025})
  void a_blob_of_impossible_length_is_refused(int length) {
    assertThatThrownBy(() -> new WrappedStreamDek("payments.v1", "rfc3394", new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1024 bytes");
  }
}
