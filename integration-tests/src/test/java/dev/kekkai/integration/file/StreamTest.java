package dev.kekkai.integration.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.stream.StreamDecryptionException;
import dev.kekkai.formats.stream.StreamDecryptor;
import dev.kekkai.formats.stream.StreamEncryptor;
import dev.kekkai.formats.stream.StreamHeader;
import dev.kekkai.formats.stream.StreamRewrapper;
import dev.kekkai.formats.stream.WrappedStreamDek;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.testkit.TokenContract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams under DEKs of a token, in both bulk modes. */
class StreamTest extends TokenContract {
  private static final EncryptionContext PLACE = EncryptionContext.of("files", "4711");

  @ParameterizedTest
  @EnumSource(BulkMode.class)
  void what_one_bulk_mode_wrote_both_read(BulkMode writer) throws Exception {
    byte[] content = content(100_000);
    byte[] stream = encrypted(usualKek(), content, writer);
    for (BulkMode reader : BulkMode.values()) {
      assertThat(decrypted(stream, reader)).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15_359, 15_360, 15_361})
  void every_length_comes_back_from_the_token(int length) throws Exception {
    byte[] content = content(length);
    assertThat(decrypted(encrypted(usualKek(), content, BulkMode.HSM), BulkMode.HSM))
        .isEqualTo(content);
  }

  @ParameterizedTest
  @EnumSource(BulkMode.class)
  void damage_is_the_one_error_and_no_wrong_byte_gets_out(BulkMode mode) throws Exception {
    byte[] content = content(40_000);
    byte[] stream = encrypted(usualKek(), content, mode);
    int sealed = 15_360 + 28;
    byte[] flipped = stream.clone();
    flipped[StreamHeader.BYTES + sealed + 1000] ^= 1;
    assertRefused(flipped, mode, Arrays.copyOf(content, 15_360));
    assertRefused(Arrays.copyOf(stream, stream.length - 1), mode, Arrays.copyOf(content, 30_720));
    assertRefused(
        Arrays.copyOf(stream, StreamHeader.BYTES + 2 * sealed),
        mode,
        Arrays.copyOf(content, 15_360));
    assertRefused(Arrays.copyOf(stream, stream.length + 1), mode, Arrays.copyOf(content, 30_720));
  }

  private void assertRefused(byte[] stream, BulkMode mode, byte[] out) throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    assertThatThrownBy(() -> decrypt(stream, mode, written))
        .isExactlyInstanceOf(StreamDecryptionException.class)
        .hasNoCause();
    assertThat(written.toByteArray()).isEqualTo(out);
  }

  @ParameterizedTest
  @EnumSource(BulkMode.class)
  void a_header_is_rewrapped_under_another_kek(BulkMode mode, @TempDir Path folder)
      throws Exception {
    byte[] content = content(20_000);
    byte[] stream = encrypted(usualKek(), content, mode);
    Path file = Files.write(folder.resolve("file.kekkai"), stream);
    StreamHeader header = StreamHeader.parse(Arrays.copyOf(stream, StreamHeader.BYTES));
    TokenKey to = usualKek();
    WrappedDek fresh = provider().deks().rewrap(wrapped(header), to);
    try (DekHandle dek = open(fresh, mode)) {
      StreamRewrapper.with(provider())
          .rewrap(file, header, inHeader(fresh), new DekKey(provider().source(), dek));
    }
    byte[] after = Files.readAllBytes(file);
    assertThat(Arrays.copyOfRange(after, StreamHeader.BYTES, after.length))
        .isEqualTo(Arrays.copyOfRange(stream, StreamHeader.BYTES, stream.length));
    assertThat(StreamHeader.parse(Arrays.copyOf(after, StreamHeader.BYTES)).wrapped().kek())
        .isEqualTo(to.ref().label());
    assertThat(decrypted(after, mode)).isEqualTo(content);
  }

  @Test
  void the_dek_of_another_file_is_not_put_into_a_header(@TempDir Path folder) throws Exception {
    byte[] stream = encrypted(usualKek(), content(10), BulkMode.SOFTWARE);
    Path file = Files.write(folder.resolve("file.kekkai"), stream);
    StreamHeader header = StreamHeader.parse(Arrays.copyOf(stream, StreamHeader.BYTES));
    WrappedDek other = provider().deks().generateWrapped(usualKek());
    try (DekHandle dek = open(other, BulkMode.SOFTWARE)) {
      assertThatThrownBy(
              () ->
                  StreamRewrapper.with(provider())
                      .rewrap(file, header, inHeader(other), new DekKey(provider().source(), dek)))
          .isExactlyInstanceOf(StreamDecryptionException.class);
    }
    assertThat(file).hasBinaryContent(stream);
  }

  private byte[] encrypted(TokenKey kek, byte[] content, BulkMode mode) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WrappedDek wrapped = provider().deks().generateWrapped(kek);
    try (DekHandle dek = open(wrapped, mode)) {
      StreamEncryptor.with(provider())
          .encrypt(
              new DekKey(provider().source(), dek),
              inHeader(wrapped),
              new ByteArrayInputStream(content),
              out,
              PLACE);
    }
    return out.toByteArray();
  }

  private byte[] decrypted(byte[] stream, BulkMode mode) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    decrypt(stream, mode, out);
    return out.toByteArray();
  }

  private void decrypt(byte[] stream, BulkMode mode, ByteArrayOutputStream out) throws Exception {
    InputStream in = new ByteArrayInputStream(stream);
    StreamHeader header = StreamHeader.read(in);
    try (DekHandle dek = open(wrapped(header), mode)) {
      StreamDecryptor.with(provider())
          .decrypt(new DekKey(provider().source(), dek), header, in, out, PLACE);
    }
  }

  private DekHandle open(WrappedDek wrapped, BulkMode mode) throws Exception {
    return provider()
        .deks()
        .open(wrapped, DekPolicy.of(provider().source().config()).withBulk(mode));
  }

  private static WrappedStreamDek inHeader(WrappedDek wrapped) {
    return new WrappedStreamDek(wrapped.kek().label(), wrapped.method().id(), wrapped.blob());
  }

  private static WrappedDek wrapped(StreamHeader header) {
    WrappedStreamDek wrapped = header.wrapped();
    return new WrappedDek(
        KekRef.parse(wrapped.kek()), WrapMethod.ofId(wrapped.method()), wrapped.blob());
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) (i % 251);
    }
    return content;
  }
}
