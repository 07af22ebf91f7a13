package dev.kekkai.formats.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A header rewrapped in its file. */
class StreamRewrapperTest {
  private static final WrappedStreamDek FRESH =
      new WrappedStreamDek("cards.v12", "rsa-oaep-sha256-mgf1sha256", new byte[384]);

  private final StreamRewrapper rewrapper = StreamRewrapper.create();
  @TempDir private Path folder;
  private Path file;
  private byte[] before = new byte[0];

  @BeforeEach
  void write_a_stream() throws Exception {
    before = Streams.encrypted(3000);
    file = Files.write(folder.resolve("file.kekkai"), before);
  }

  @Test
  void only_the_header_changes_and_the_content_comes_out() throws Exception {
    StreamHeader read = rewrapper.rewrap(file, header(), FRESH, Streams.DEK);
    byte[] after = Files.readAllBytes(file);

    assertThat(read).isEqualTo(header());
    assertThat(read.generation()).isEqualTo(2);
    assertThat(read.wrapped()).isEqualTo(FRESH);
    assertThat(after).hasSameSizeAs(before);
    assertThat(tail(after)).isEqualTo(tail(before));
    assertThat(Arrays.copyOf(after, 512)).isEqualTo(Arrays.copyOf(before, 512));
    assertThat(Arrays.copyOfRange(after, 512, 2048)).as("the old slot").containsOnly(0);
    assertThat(Streams.decrypted(after)).isEqualTo(Streams.content(3000));
  }

  @Test
  void it_can_be_done_again_and_again() throws Exception {
    for (int generation = 2; generation < 10; generation++) {
      WrappedStreamDek next =
          new WrappedStreamDek("payments.v" + generation, "rfc3394", new byte[40]);
      assertThat(rewrapper.rewrap(file, header(), next, Streams.DEK).generation())
          .isEqualTo(generation);
      assertThat(Streams.decrypted(Files.readAllBytes(file))).isEqualTo(Streams.content(3000));
    }
  }

  @Test
  void a_dek_that_is_not_the_streams_changes_nothing() {
    byte[] other = new byte[32];
    other[7] = 1;
    SecretKey dek = new SecretKeySpec(other, "AES");

    assertThatThrownBy(() -> rewrapper.rewrap(file, header(), FRESH, dek))
        .isExactlyInstanceOf(StreamDecryptionException.class);
    assertUnchanged();
  }

  @Test
  void a_file_that_has_another_header_meanwhile_is_left_alone() throws Exception {
    StreamHeader stale = header();
    rewrapper.rewrap(file, stale, FRESH, Streams.DEK);
    byte[] now = Files.readAllBytes(file);

    assertThatThrownBy(() -> rewrapper.rewrap(file, stale, FRESH, Streams.DEK))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("meanwhile");
    assertThat(Files.readAllBytes(file)).isEqualTo(now);
  }

  @Test
  void a_file_that_somebody_else_has_locked_is_left_alone() throws Exception {
    StreamHeader header = header();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      FileLock lock = channel.lock();
      assertThatThrownBy(() -> rewrapper.rewrap(file, header, FRESH, Streams.DEK))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("locked");
      lock.release();
    }
    assertUnchanged();
  }

  @Test
  void what_an_interrupted_rewrap_left_is_erased_once() throws Exception {
    StreamVectors.Vector vector = StreamVectors.vector("a rewrap that stopped before it erased");
    Files.write(file, vector.stream());
    assertThat(rewrapper.eraseOld(file, header(), vector.dek())).isTrue();
    assertThat(Arrays.copyOfRange(Files.readAllBytes(file), 512, 2048)).containsOnly(0);
    assertThat(header().generation()).isEqualTo(2);
    byte[] clean = Files.readAllBytes(file);
    assertThat(rewrapper.eraseOld(file, header(), vector.dek())).isFalse();
    assertThat(Files.readAllBytes(file)).isEqualTo(clean);
  }

  @Test
  void a_good_header_is_not_erased_for_a_later_one_that_is_not_genuine() throws Exception {
    StreamHeader forged =
        new StreamHeader(header().identity(), new HeaderSlot(2, FRESH, new byte[44]));
    byte[] slot = Arrays.copyOfRange(forged.encoded(), 2048, 3584);
    System.arraycopy(slot, 0, before, 2048, slot.length);
    Files.write(file, before);

    assertThat(header()).isEqualTo(forged);
    assertThatThrownBy(() -> rewrapper.eraseOld(file, header(), Streams.DEK))
        .isExactlyInstanceOf(StreamDecryptionException.class);
    assertThatThrownBy(() -> rewrapper.rewrap(file, header(), FRESH, Streams.DEK))
        .isExactlyInstanceOf(StreamDecryptionException.class);
    assertUnchanged();
  }

  @Test
  void a_rewrap_goes_on_where_another_stopped() throws Exception {
    for (String stopped :
        new String[] {
          "a rewrap that stopped while it wrote", "a rewrap that stopped before it erased"
        }) {
      StreamVectors.Vector vector = StreamVectors.vector(stopped);
      Files.write(file, vector.stream());
      int generation = header().generation();
      rewrapper.rewrap(file, header(), FRESH, vector.dek());
      assertThat(header().generation()).isEqualTo(generation + 1);
      assertThat(header().wrapped()).isEqualTo(FRESH);
      assertThat(rewrapper.eraseOld(file, header(), vector.dek())).isFalse();
    }
  }

  @Test
  void the_last_generation_is_the_last() throws Exception {
    StreamHeader last = at(HeaderSlot.LAST_GENERATION);
    Files.write(file, Streams.joined(last.encoded(), tail(before)));
    assertThat(Streams.decrypted(Files.readAllBytes(file))).isEqualTo(Streams.content(3000));
    assertThatThrownBy(() -> rewrapper.rewrap(file, header(), FRESH, Streams.DEK))
        .isInstanceOf(StreamFormatException.class)
        .hasMessageContaining("1048576 times");
  }

  private StreamHeader at(int generation) throws Exception {
    StreamIdentity identity = header().identity();
    try (SealedMessages messages = new SealedMessages(identity.suite(), Streams.DEK, null)) {
      return new StreamHeader(
          identity, HeaderSeal.seal(messages, identity, generation, Streams.WRAPPED));
    }
  }

  private StreamHeader header() throws Exception {
    return StreamHeader.parse(Streams.header(Files.readAllBytes(file)));
  }

  private void assertUnchanged() {
    assertThat(file).hasBinaryContent(before);
  }

  private static byte[] tail(byte[] stream) {
    return Arrays.copyOfRange(stream, StreamHeader.BYTES, stream.length);
  }
}
