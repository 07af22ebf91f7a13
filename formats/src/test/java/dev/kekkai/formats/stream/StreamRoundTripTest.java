package dev.kekkai.formats.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.ModuleNonceCipher;
import dev.kekkai.formats.OpaqueKeys.OpaqueProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in comes out, whatever the length, the provider and the way it is read. */
class StreamRoundTripTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 1025, 2047, 2048, 2049, 100_000})
  void every_length_comes_back(int length) throws Exception {
    byte[] stream = Streams.encrypted(length);

    assertThat(Streams.decrypted(stream)).isEqualTo(Streams.content(length));
    int segments = Math.max(1, (length + 1023) / 1024);
    assertThat(stream).hasSize(StreamHeader.BYTES + length + segments * 28);
  }

  @Test
  void an_input_that_gives_one_byte_at_a_time_makes_the_same_segments() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long bytes =
        StreamEncryptor.create()
            .withSegmentBytes(Streams.SEGMENT)
            .encrypt(
                Streams.DEK,
                Streams.WRAPPED,
                new Drop(Streams.content(3000)),
                out,
                Streams.CONTEXT);
    assertThat(bytes).isEqualTo(3000);

    InputStream in = new Drop(out.toByteArray());
    StreamHeader header = StreamHeader.read(in);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    assertThat(StreamDecryptor.create().decrypt(Streams.DEK, header, in, content, Streams.CONTEXT))
        .isEqualTo(3000);
    assertThat(content.toByteArray()).isEqualTo(Streams.content(3000));
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "1024, 3", "262144, 2", "262145, 2", "3000000, 2", "3000000, 5"})
  void several_threads_make_and_read_the_same(int length, int threads) throws Exception {
    byte[] content = Streams.content(length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long bytes =
        StreamEncryptor.create()
            .withSegmentBytes(Streams.SEGMENT)
            .withThreads(threads)
            .encrypt(
                Streams.DEK,
                Streams.WRAPPED,
                new ByteArrayInputStream(content),
                out,
                Streams.CONTEXT);
    assertThat(bytes).isEqualTo(length);
    assertThat(Streams.decrypted(out.toByteArray())).isEqualTo(content);

    ByteArrayOutputStream again = new ByteArrayOutputStream();
    assertThat(decrypt(out.toByteArray(), threads, again)).isEqualTo(length);
    assertThat(again.toByteArray()).isEqualTo(content);
  }

  private static long decrypt(byte[] stream, int threads, ByteArrayOutputStream to)
      throws Exception {
    InputStream in = new ByteArrayInputStream(stream);
    StreamHeader header = StreamHeader.read(in);
    return StreamDecryptor.create()
        .withThreads(threads)
        .decrypt(Streams.DEK, header, in, to, Streams.CONTEXT);
  }

  @Test
  void several_threads_write_nothing_from_a_wrong_segment_on() throws Exception {
    byte[] good = Streams.encrypted(2_000_000);
    int wrong = 1_000; // of nearly two thousand segments
    good[StreamHeader.BYTES + wrong * Streams.SEALED_SEGMENT + 500] ^= 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> decrypt(good, 3, out))
        .isExactlyInstanceOf(StreamDecryptionException.class)
        .hasNoCause();
    assertThat(out.size()).isPositive().isLessThanOrEqualTo(wrong * Streams.SEGMENT);
    assertThat(out.toByteArray()).isEqualTo(Streams.content(out.size()));
  }

  @Test
  void a_failing_output_ends_all_threads() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    assertThatThrownBy(
            () ->
                StreamEncryptor.create()
                    .withThreads(2)
                    .encrypt(
                        Streams.DEK,
                        Streams.WRAPPED,
                        new ByteArrayInputStream(new byte[3_000_000]),
                        new FullDisk(),
                        Streams.CONTEXT))
        .isInstanceOf(IOException.class)
        .hasMessage("full");
    await(() -> segmentThreads(before) == 0);
  }

  private static long segmentThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .filter(thread -> thread.getName().equals("kekkai-segments"))
        .count();
  }

  /** A pool has ended a moment before its threads have. */
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("threads that go on").isNegative();
      Thread.onSpinWait();
    }
  }

  /** Takes a header and no more. */
  private static final class FullDisk extends OutputStream {
    private int room = StreamHeader.BYTES;

    @Override
    public void write(int b) throws IOException {
      write(new byte[1], 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      room -= length;
      if (room < 0) {
        throw new IOException("full");
      }
    }
  }

  @Test
  void there_are_one_to_64_threads() {
    assertThatThrownBy(() -> StreamEncryptor.create().withThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A stream has 1 to 64 threads, not 0");
    assertThatThrownBy(() -> StreamDecryptor.create().withThreads(65))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_opaque_dek_works_with_its_own_provider() throws Exception {
    OpaqueProvider hsm = new OpaqueProvider("StreamHsm");
    SecretKey dek = hsm.newKey();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamEncryptor.with(hsm)
        .encrypt(
            dek,
            Streams.WRAPPED,
            new ByteArrayInputStream(Streams.content(40_000)),
            out,
            Streams.CONTEXT);
    InputStream in = new ByteArrayInputStream(out.toByteArray());
    StreamHeader header = StreamHeader.read(in);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    StreamDecryptor.with(hsm).decrypt(dek, header, in, content, Streams.CONTEXT);

    assertThat(header.segmentBytes()).isEqualTo(15_360);
    assertThat(content.toByteArray()).isEqualTo(Streams.content(40_000));
  }

  @Test
  void the_nonce_is_the_one_that_the_module_reports() throws Exception {
    byte[] nonce = "made by hsm!".getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamEncryptor.with(ModuleNonceCipher.provider(nonce))
        .withSegmentBytes(Streams.SEGMENT)
        .encrypt(
            Streams.DEK,
            Streams.WRAPPED,
            new ByteArrayInputStream(Streams.content(100)),
            out,
            Streams.CONTEXT);

    nonce[11]++; // the first one is the header's
    assertThat(Streams.segment(out.toByteArray(), 0)).startsWith(nonce);
    assertThat(Streams.decrypted(out.toByteArray())).isEqualTo(Streams.content(100));
  }

  @Test
  void every_segment_has_a_nonce_of_its_own_and_every_stream_an_id() throws Exception {
    byte[] stream = Streams.encrypted(100_000);
    Set<String> nonces = new HashSet<>();
    for (int i = 0; i < 98; i++) {
      nonces.add(Arrays.toString(Arrays.copyOf(Streams.segment(stream, i), 12)));
    }
    assertThat(nonces).hasSize(98);
    assertThat(StreamHeader.parse(Streams.header(stream)).streamId())
        .isNotEqualTo(StreamHeader.parse(Streams.header(Streams.encrypted(1))).streamId());
  }

  @Test
  void nothing_is_written_of_a_segment_that_does_not_open() throws Exception {
    byte[] stream = Streams.encrypted(4000);
    stream[StreamHeader.BYTES + 2 * Streams.SEALED_SEGMENT + 500] ^= 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> Streams.decrypt(Streams.DEK, stream, out, Streams.CONTEXT))
        .isInstanceOf(StreamDecryptionException.class);
    assertThat(out.toByteArray()).isEqualTo(Streams.content(2048));
  }

  @Test
  void another_dek_is_refused_before_anything_is_written() throws Exception {
    byte[] stream = Streams.encrypted(10);
    byte[] other = new byte[32];
    other[0] = 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(
            () -> Streams.decrypt(new SecretKeySpec(other, "AES"), stream, out, Streams.CONTEXT))
        .isExactlyInstanceOf(StreamDecryptionException.class);
    assertThat(out.size()).isZero();
  }

  @Test
  void trouble_of_others_comes_through_as_it_is() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk");
          }
        };
    assertThatThrownBy(
            () ->
                StreamEncryptor.create()
                    .encrypt(
                        Streams.DEK,
                        Streams.WRAPPED,
                        broken,
                        new ByteArrayOutputStream(),
                        Streams.CONTEXT))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("the disk");
    SecretKey aes128 = new SecretKeySpec(new byte[16], "AES");
    byte[] stream = Streams.encrypted(10);
    assertThatThrownBy(
            () -> Streams.decrypt(aes128, stream, new ByteArrayOutputStream(), Streams.CONTEXT))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void a_provider_that_makes_another_nonce_length_is_refused() throws Exception {
    Provider module = ModuleNonceCipher.provider(new byte[16]);
    assertThatThrownBy(
            () ->
                StreamEncryptor.with(module)
                    .encrypt(
                        Streams.DEK,
                        Streams.WRAPPED,
                        new ByteArrayInputStream(new byte[1]),
                        new ByteArrayOutputStream(),
                        Streams.CONTEXT))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("nonce of 16 bytes");
  }

  @Test
  void a_provider_without_aes_gcm_is_refused_at_once() {
    Provider sun = Objects.requireNonNull(Security.getProvider("SUN"));
    assertThatThrownBy(() -> StreamEncryptor.with(sun))
        .isInstanceOf(NoSuchAlgorithmException.class);
    assertThatThrownBy(() -> StreamDecryptor.with(sun))
        .isInstanceOf(NoSuchAlgorithmException.class);
    assertThatThrownBy(() -> StreamRewrapper.with(sun))
        .isInstanceOf(NoSuchAlgorithmException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1023, 1024 * 1024 + 1, Integer.MAX_VALUE})
  void a_segment_size_out_of_bounds_is_refused(int bytes) {
    assertThatThrownBy(() -> StreamEncryptor.create().withSegmentBytes(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1024 to 1048576");
  }

  @Test
  void the_empty_context_is_one_too() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamEncryptor.create()
        .encrypt(
            Streams.DEK,
            Streams.WRAPPED,
            new ByteArrayInputStream(new byte[5]),
            out,
            EncryptionContext.empty());
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    Streams.decrypt(Streams.DEK, out.toByteArray(), content, EncryptionContext.empty());
    assertThat(content.size()).isEqualTo(5);
    assertThatThrownBy(() -> Streams.decrypted(out.toByteArray()))
        .isInstanceOf(StreamDecryptionException.class);
  }

  /** Gives one byte at a time, as a slow pipe does. */
  private static final class Drop extends FilterInputStream {
    Drop(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return super.read(into, offset, Math.min(1, length));
    }
  }
}
