package dev.kekkai.formats.stream;

import dev.kekkai.formats.EncryptionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts a stream, in memory for two segments, through plain JCA.
 *
 * <pre>{@code
 * StreamHeader header = StreamHeader.read(in);
 * SecretKey dek = ...; // header.wrapped(), unwrapped
 * decryptor.decrypt(dek, header, in, out, context);
 * }</pre>
 *
 * <p>Each segment is written once its tag is checked, so nothing unauthenticated ever is. But only
 * the last segment shows that the stream is whole: until this returns, what was written may be the
 * beginning of a stream that was cut short, and has to be thrown away when it throws.
 *
 * <p>Every way a stream can be wrong ends in the same {@link StreamDecryptionException}. An HSM
 * that is away or a DEK that was closed says nothing about the stream, so what the provider throws
 * then ({@link InvalidKeyException}, {@link IllegalStateException}, {@link ProviderException})
 * comes through unchanged.
 *
 * <p>Thread-safe. Keeps nothing between calls.
 */
public final class StreamDecryptor {
  private final @Nullable Provider provider;

  private StreamDecryptor(@Nullable Provider provider) {
    this.provider = provider;
  }

  /**
   * A decryptor that leaves the choice of provider to JCA, which takes the first one that accepts
   * the DEK given.
   *
   * @return the decryptor
   */
  public static StreamDecryptor create() {
    return new StreamDecryptor(null);
  }

  /**
   * A decryptor that uses one provider, registered or not.
   *
   * @param provider the provider
   * @return the decryptor
   * @throws NoSuchAlgorithmException when the provider has no {@code AES_256/GCM/NoPadding}
   */
  public static StreamDecryptor with(Provider provider) throws NoSuchAlgorithmException {
    StreamEncryptor.requireCipher(provider);
    return new StreamDecryptor(provider);
  }

  /**
   * Decrypts what comes after the header.
   *
   * @param dek the header's DEK, unwrapped
   * @param header the stream's header
   * @param segments the stream from its first segment on, where {@link
   *     StreamHeader#read(InputStream)} leaves it; read to its end, and not closed
   * @param plaintext where the content goes; flushed, and not closed
   * @param context the context it was encrypted with
   * @return how many bytes the content has
   * @throws StreamDecryptionException for every way the stream can be wrong; what was written until
   *     then has to be thrown away
   * @throws IOException when the input can't be read or the output not be written
   * @throws InvalidKeyException when no provider, or not the one chosen, takes the DEK
   * @throws ProviderException when the provider fails for another reason than the stream
   */
  public long decrypt(
      SecretKey dek,
      StreamHeader header,
      InputStream segments,
      OutputStream plaintext,
      EncryptionContext context)
      throws StreamDecryptionException, IOException, InvalidKeyException {
    StreamSuite suite = header.suite();
    byte[] opened = new byte[header.segmentBytes()];
    try (SealedMessages messages = new SealedMessages(suite, dek, provider)) {
      HeaderSeal.verify(messages, header);
      StreamAad aad = new StreamAad(header.identity(), context);
      Blocks blocks = new Blocks(segments, header.segmentBytes() + suite.overheadBytes());
      long bytes = 0;
      for (long index = 0; !blocks.isLast(); index++) {
        int length = blocks.next();
        requirePossible(index, length, suite);
        int written =
            messages.open(aad.segment(index, blocks.isLast()), blocks.block(), length, opened);
        plaintext.write(opened, 0, written);
        bytes += written;
      }
      plaintext.flush();
      return bytes;
    } finally {
      Arrays.fill(opened, (byte) 0);
    }
  }

  /** Only the first segment may be empty, so that a content has one stream and not two. */
  private static void requirePossible(long index, int length, StreamSuite suite)
      throws StreamDecryptionException {
    if (index == StreamEncryptor.MAX_SEGMENTS || (index > 0 && length <= suite.overheadBytes())) {
      throw new StreamDecryptionException();
    }
  }
}
