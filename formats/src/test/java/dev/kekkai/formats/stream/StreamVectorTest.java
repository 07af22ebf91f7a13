package dev.kekkai.formats.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.stream.StreamVectors.Vector;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vectors of docs/formats/stream.md, which another implementation made. They are never made
 * anew: what they show has to be read for ever.
 */
class StreamVectorTest {

  static Stream<Vector> vectors() {
    return StreamVectors.withGolden();
  }

  static List<Vector> refused() {
    return StreamVectors.refused();
  }

  @Test
  void the_file_has_its_vectors() {
    assertThat(StreamVectors.vectors()).hasSize(9);
    assertThat(refused()).hasSize(37);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void the_stream_is_the_one_that_is_meant(Vector vector) throws Exception {
    assertThat(vector.sha256()).isEqualTo(vector.bytes("sha256"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void the_header_says_what_the_vector_says(Vector vector) throws Exception {
    StreamHeader header = StreamHeader.parse(Streams.header(vector.stream()));
    ByteBuffer id = ByteBuffer.wrap(vector.bytes("stream-id"));

    assertThat(header.version()).isEqualTo(1);
    assertThat(header.suite()).isEqualTo(StreamSuite.AES_256_GCM);
    assertThat(header.segmentBytes()).isEqualTo(vector.number("segment-bytes"));
    assertThat(header.streamId()).isEqualTo(new UUID(id.getLong(), id.getLong()));
    assertThat(header.generation()).isEqualTo(vector.number("generation"));
    assertThat(header.wrapped().kek()).isEqualTo(vector.text("kek"));
    assertThat(header.wrapped().method()).isEqualTo(vector.text("method"));
    assertThat(vector.unwrapped(header.wrapped())).isEqualTo(vector.bytes("dek"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void the_content_comes_out(Vector vector) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Streams.decrypt(vector.dek(), vector.stream(), out, vector.context());

    assertThat(out.toByteArray()).isEqualTo(vector.content());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void another_context_is_refused(Vector vector) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EncryptionContext other = EncryptionContext.of("files", "elsewhere");

    assertThatThrownBy(() -> Streams.decrypt(vector.dek(), vector.stream(), out, other))
        .isExactlyInstanceOf(StreamDecryptionException.class);
    assertThat(out.toByteArray()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_is_to_be_refused_is_refused(Vector vector) {
    Class<? extends Exception> error =
        vector.text("error").equals("not-read")
            ? StreamFormatException.class
            : StreamDecryptionException.class;

    assertThatThrownBy(
            () ->
                Streams.decrypt(
                    vector.dek(), vector.stream(), new ByteArrayOutputStream(), vector.context()))
        .isExactlyInstanceOf(error)
        .hasNoCause();
  }
}
