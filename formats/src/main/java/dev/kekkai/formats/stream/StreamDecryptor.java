package dev.kekkai.formats.stream;

import dev.kekkai.formats.EncryptionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts a stream, in constant memory, through plain JCA.
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
  private final int threads;

  private StreamDecryptor(@Nullable Provider provider, int threads) {
    this.provider = provider;
    this.threads = threads;
  }

  /**
   * A decryptor that leaves the choice of provider to JCA, which takes the first one that accepts
   * the DEK given.
   *
   * @return the decryptor
   */
  public static StreamDecryptor create() {
    return new StreamDecryptor(null, 1);
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
    return new StreamDecryptor(provider, 1);
  }

  /**
   * The same with other threads that open segments, while the caller's reads and writes. Each takes
   * memory for some segments, together half a mebibyte or two segments.
   *
   * @param count how many, 1 to {@link StreamEncryptor#MAX_THREADS}; with 1 the caller's thread
   *     does all
   * @return a new decryptor
   * @throws IllegalArgumentException for another number
   */
  public StreamDecryptor withThreads(int count) {
    return new StreamDecryptor(provider, StreamEncryptor.checked(count));
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
   * @throws IOException when the input can't be read or the output not be written, or the thread is
   *     interrupted while it waits for others
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
    try (SealedMessages messages = new SealedMessages(header.suite(), dek, provider)) {
      HeaderSeal.verify(messages, header);
      return open(messages, dek, header, segments, plaintext, context);
    }
  }

  private long open(
      SealedMessages first,
      SecretKey dek,
      StreamHeader header,
      InputStream segments,
      OutputStream plaintext,
      EncryptionContext context)
      throws StreamDecryptionException, IOException, InvalidKeyException {
    StreamSuite suite = header.suite();
    try (SegmentPump pump =
        new SegmentPump(
            new SegmentWork(suite, header.segmentBytes(), false),
            first,
            () -> new SealedMessages(suite, dek, provider),
            () -> new StreamAad(header.identity(), context),
            segments,
            plaintext,
            threads)) {
      long bytes = pump.run();
      plaintext.flush();
      return bytes;
    } catch (IllegalBlockSizeException e) {
      throw new IllegalStateException("Nothing is encrypted here", e);
    }
  }
}
