package dev.kekkai.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.stream.StreamDecryptionException;
import dev.kekkai.formats.stream.StreamDecryptor;
import dev.kekkai.formats.stream.StreamEncryptor;
import dev.kekkai.formats.stream.StreamFormatException;
import dev.kekkai.formats.stream.StreamHeader;
import dev.kekkai.formats.stream.WrappedStreamDek;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamFuzzTest {
  private static final SecretKey DEK = new SecretKeySpec(new byte[32], "AES");
  private static final EncryptionContext CONTEXT = EncryptionContext.of("files", "4711");
  private static final int LONGEST = 2_500;
  private static final List<Integer> LENGTHS = List.of(0, 1, 1_024, LONGEST);

  /** Two segments of the greatest size, which is what a header can ask for. */
  private static final int TWO_SEGMENTS = 2 * 1_048_576 + 65_536;

  private final List<byte[]> streams = new ArrayList<>();
  private final List<byte[]> slots = new ArrayList<>();

  @BeforeEach
  void encrypt() throws Exception {
    for (int length : LENGTHS) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      StreamEncryptor.create()
          .withSegmentBytes(1_024)
          .encrypt(
              DEK,
              new WrappedStreamDek("payments.v1", "rfc3394", new byte[40]),
              new ByteArrayInputStream(plain(length)),
              out,
              CONTEXT);
      streams.add(out.toByteArray());
      byte[] slot = new byte[300];
      System.arraycopy(out.toByteArray(), 512 + 32, slot, 0, slot.length);
      slots.add(slot);
    }
  }

  private static byte[] plain(int length) {
    byte[] plain = new byte[length];
    for (int i = 0; i < length; i++) {
      plain[i] = (byte) (i ^ length);
    }
    return plain;
  }

  @Test
  void each_is_decrypted_as_it_is() throws Exception {
    for (int i = 0; i < LENGTHS.size(); i++) {
      InputStream in = new ByteArrayInputStream(streams.get(i));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      StreamDecryptor.create().decrypt(DEK, StreamHeader.read(in), in, out, CONTEXT);
      assertThat(out.toByteArray()).isEqualTo(plain(LENGTHS.get(i)));
    }
  }

  @Test
  void a_header_is_read_or_refused() {
    Fuzz.bytes(8, 32_768, Set.of(StreamFormatException.class))
        .run(
            new Mutations(31, streams)::input,
            stream -> StreamHeader.read(new ByteArrayInputStream(stream)));
  }

  @Test
  void a_header_with_a_right_digest_is_read_or_refused() {
    Fuzz.bytes(8, 65_536, Set.of(StreamFormatException.class))
        .run(
            new Mutations(32, slots)::input,
            slot -> StreamHeader.read(new ByteArrayInputStream(withDigest(slot))));
  }

  @Test
  void nothing_decrypts_to_anything_else_than_what_was_encrypted() {
    Fuzz.bytes(
            8, TWO_SEGMENTS, Set.of(StreamFormatException.class, StreamDecryptionException.class))
        .run(
            new Mutations(33, streams)::input,
            stream -> {
              InputStream in = new ByteArrayInputStream(stream);
              ByteArrayOutputStream out = new ByteArrayOutputStream(LONGEST);
              StreamDecryptor.create().decrypt(DEK, StreamHeader.read(in), in, out, CONTEXT);
              assertThat(LENGTHS).contains(out.size());
              assertThat(out.toByteArray()).isEqualTo(plain(out.size()));
            });
  }

  /** What a reader believes as far as it can without a key. */
  private byte[] withDigest(byte[] slot) throws Exception {
    byte[] stream = streams.get(0).clone();
    byte[] body = new byte[1536 - 32];
    System.arraycopy(slot, 0, body, 0, Math.min(slot.length, body.length));
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(stream, 0, 512);
    System.arraycopy(sha256.digest(body), 0, stream, 512, 32);
    System.arraycopy(body, 0, stream, 512 + 32, body.length);
    return stream;
  }
}
