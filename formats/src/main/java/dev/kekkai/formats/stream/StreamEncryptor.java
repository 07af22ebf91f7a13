package dev.kekkai.formats.stream;

import dev.kekkai.formats.EncryptionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what an input holds to a stream, in constant memory, through plain JCA.
 *
 * <p>The DEK may be in memory or inside an HSM: whatever the provider takes as a 256-bit AES key.
 * The provider makes the nonces. A DEK is meant for one stream; whoever uses it for several counts
 * its encryptions himself (at most 2<sup>32</sup> with random nonces, NIST SP 800-38D section 8.3),
 * one for each segment and one for each header.
 *
 * <p>An HSM that is away or a DEK that was closed comes through as what the provider throws then.
 * What was written until an exception is no whole stream, and no reader takes it for one.
 *
 * <p>Thread-safe. Keeps nothing between calls.
 */
public final class StreamEncryptor {
  /** The most threads that work on one stream. */
  public static final int MAX_THREADS = 64;

  private static final StreamSuite SUITE = StreamSuite.AES_256_GCM;

  private final @Nullable Provider provider;
  private final int segmentBytes;
  private final int threads;
  private final SecureRandom random = new SecureRandom();

  private StreamEncryptor(@Nullable Provider provider, int segmentBytes, int threads) {
    this.provider = provider;
    this.segmentBytes = segmentBytes;
    this.threads = threads;
  }

  /**
   * An encryptor that leaves the choice of provider to JCA, which takes the first one that accepts
   * the DEK given. Segments have {@link StreamHeader#PORTABLE_SEGMENT_BYTES} bytes.
   *
   * @return the encryptor
   */
  public static StreamEncryptor create() {
    return new StreamEncryptor(null, StreamHeader.PORTABLE_SEGMENT_BYTES, 1);
  }

  /**
   * An encryptor that uses one provider, registered or not.
   *
   * @param provider the provider
   * @return the encryptor
   * @throws NoSuchAlgorithmException when the provider has no {@code AES_256/GCM/NoPadding}
   */
  public static StreamEncryptor with(Provider provider) throws NoSuchAlgorithmException {
    requireCipher(provider);
    return new StreamEncryptor(provider, StreamHeader.PORTABLE_SEGMENT_BYTES, 1);
  }

  static void requireCipher(Provider provider) throws NoSuchAlgorithmException {
    Objects.requireNonNull(provider, "provider");
    try {
      Cipher.getInstance(SUITE.transformation(), provider);
    } catch (NoSuchPaddingException e) {
      throw new NoSuchAlgorithmException(e.getMessage(), e);
    }
  }

  /**
   * The same with another size of segments. More than {@link StreamHeader#PORTABLE_SEGMENT_BYTES}
   * is more than some HSMs take in one message, so that such a stream is not read there.
   *
   * @param bytes the plaintext of every segment but the last, {@link
   *     StreamHeader#MIN_SEGMENT_BYTES} to {@link StreamHeader#MAX_SEGMENT_BYTES} bytes
   * @return a new encryptor
   * @throws IllegalArgumentException when there are no segments of that size
   */
  public StreamEncryptor withSegmentBytes(int bytes) {
    if (!StreamHeader.isSegmentSize(bytes)) {
      throw new IllegalArgumentException(
          "A segment has "
              + StreamHeader.MIN_SEGMENT_BYTES
              + " to "
              + StreamHeader.MAX_SEGMENT_BYTES
              + " bytes, not "
              + bytes);
    }
    return new StreamEncryptor(provider, bytes, threads);
  }

  /**
   * The same with other threads that seal, while the caller's reads and writes. Each takes memory
   * for some segments, together half a mebibyte or two segments.
   *
   * @param count how many, 1 to {@value #MAX_THREADS}; with 1 the caller's thread does all
   * @return a new encryptor
   * @throws IllegalArgumentException for another number
   */
  public StreamEncryptor withThreads(int count) {
    return new StreamEncryptor(provider, segmentBytes, checked(count));
  }

  static int checked(int threads) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "A stream has 1 to " + MAX_THREADS + " threads, not " + threads);
    }
    return threads;
  }

  /**
   * Encrypts everything that an input holds.
   *
   * @param dek the DEK, a 256-bit AES key, which no other stream has
   * @param wrapped the same DEK, wrapped; the header carries it in clear
   * @param plaintext read to its end, and not closed
   * @param stream where the stream goes; flushed, and not closed
   * @param context where the content belongs; the same is needed to decrypt
   * @return how many bytes the plaintext had
   * @throws IOException when the input can't be read or the output not be written
   * @throws InvalidKeyException when no provider, or not the one chosen, takes the DEK
   * @throws IllegalBlockSizeException when a segment is longer than the provider takes, or the
   *     input has more than 2<sup>32</sup> - 2<sup>20</sup> segments
   * @throws ProviderException when the provider fails, or makes another nonce or tag length than
   *     the suite fixes
   */
  public long encrypt(
      SecretKey dek,
      WrappedStreamDek wrapped,
      InputStream plaintext,
      OutputStream stream,
      EncryptionContext context)
      throws IOException, InvalidKeyException, IllegalBlockSizeException {
    StreamIdentity identity = new StreamIdentity(SUITE, segmentBytes, newId());
    try (SealedMessages messages = new SealedMessages(SUITE, dek, provider)) {
      stream.write(
          new StreamHeader(identity, HeaderSeal.seal(messages, identity, 1, wrapped)).encoded());
      return seal(messages, dek, identity, plaintext, stream, context);
    }
  }

  private long seal(
      SealedMessages first,
      SecretKey dek,
      StreamIdentity identity,
      InputStream plaintext,
      OutputStream stream,
      EncryptionContext context)
      throws IOException, InvalidKeyException, IllegalBlockSizeException {
    try (SegmentPump pump =
        new SegmentPump(
            new SegmentWork(SUITE, segmentBytes, true),
            first,
            () -> new SealedMessages(SUITE, dek, provider),
            () -> new StreamAad(identity, context),
            plaintext,
            stream,
            threads)) {
      long bytes = pump.run();
      stream.flush();
      return bytes;
    } catch (StreamDecryptionException e) {
      throw new IllegalStateException("Nothing is decrypted here", e);
    }
  }

  private UUID newId() {
    byte[] id = new byte[2 * Long.BYTES];
    random.nextBytes(id);
    ByteBuffer bits = ByteBuffer.wrap(id);
    return new UUID(bits.getLong(), bits.getLong());
  }
}
