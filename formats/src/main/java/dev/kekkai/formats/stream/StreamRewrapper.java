package dev.kekkai.formats.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Puts a stream's DEK, wrapped anew, into the header of a file. Nothing but the header is written,
 * and at every moment a whole header is in the file: the new one goes to the place that is not in
 * use, is forced to the disk and read back, and only then the old one is erased.
 *
 * <p>Readers of the file are not disturbed. Two rewraps of one file exclude each other by a file
 * lock. Thread-safe.
 */
public final class StreamRewrapper {
  private final @Nullable Provider provider;

  private StreamRewrapper(@Nullable Provider provider) {
    this.provider = provider;
  }

  /**
   * A rewrapper that leaves the choice of provider to JCA.
   *
   * @return the rewrapper
   */
  public static StreamRewrapper create() {
    return new StreamRewrapper(null);
  }

  /**
   * A rewrapper that uses one provider, registered or not.
   *
   * @param provider the provider
   * @return the rewrapper
   * @throws NoSuchAlgorithmException when the provider has no {@code AES_256/GCM/NoPadding}
   */
  public static StreamRewrapper with(Provider provider) throws NoSuchAlgorithmException {
    StreamEncryptor.requireCipher(provider);
    return new StreamRewrapper(provider);
  }

  /**
   * Replaces the wrapped DEK.
   *
   * @param file a file with a stream
   * @param current the header that was read from it
   * @param wrapped the DEK, wrapped anew
   * @param dek the DEK as unwrapped from {@code wrapped}; it has to fit the current header, which
   *     proves that what was wrapped anew is the stream's own DEK
   * @return the new header, as it was read back from the file
   * @throws StreamDecryptionException when the DEK is not the stream's; nothing was written then
   * @throws StreamFormatException when the file has no header of a stream, or has been rewrapped
   *     2<sup>20</sup> times
   * @throws IOException when the file can't be read or written, is being rewrapped by somebody
   *     else, or has another header than the one given
   * @throws InvalidKeyException when no provider, or not the one chosen, takes the DEK
   * @throws IllegalBlockSizeException when the provider takes no message of 16 bytes
   * @throws ProviderException when the provider fails
   */
  @SuppressWarnings("try") // the lock is only held
  public StreamHeader rewrap(
      Path file, StreamHeader current, WrappedStreamDek wrapped, SecretKey dek)
      throws StreamDecryptionException,
          StreamFormatException,
          IOException,
          InvalidKeyException,
          IllegalBlockSizeException {
    StreamHeader fresh = sealed(current, wrapped, dek);
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = lock(channel, file)) {
      requireSame(file, current, channel);
      byte[] header = fresh.encoded();
      int offset = fresh.slot().offset();
      write(channel, Arrays.copyOfRange(header, offset, offset + HeaderSlot.BYTES), offset);
      requireSame(file, fresh, channel);
      write(channel, new byte[HeaderSlot.BYTES], current.slot().offset());
      requireSame(file, fresh, channel);
      return fresh;
    }
  }

  /**
   * Finishes a rewrap that stopped before it erased the old wrapped DEK.
   *
   * @param file a file with a stream
   * @param current the header that was read from it
   * @param dek the DEK as unwrapped from the header; it has to fit, so that no good header is
   *     erased for the sake of a bad one
   * @return whether there was anything in the place that is not in use
   * @throws StreamDecryptionException when the DEK is not the stream's; nothing was written then
   * @throws StreamFormatException when the file has no header of a stream
   * @throws IOException as {@link #rewrap}
   * @throws InvalidKeyException when no provider, or not the one chosen, takes the DEK
   * @throws ProviderException when the provider fails
   */
  @SuppressWarnings("try") // the lock is only held
  public boolean eraseOld(Path file, StreamHeader current, SecretKey dek)
      throws StreamDecryptionException, StreamFormatException, IOException, InvalidKeyException {
    try (SealedMessages messages = new SealedMessages(current.suite(), dek, provider)) {
      HeaderSeal.verify(messages, current);
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = lock(channel, file)) {
      byte[] header = requireSame(file, current, channel);
      if (Arrays.equals(header, current.encoded())) {
        return false;
      }
      write(channel, new byte[HeaderSlot.BYTES], HeaderSlot.offset(current.generation() + 1));
      requireSame(file, current, channel);
      return true;
    }
  }

  private StreamHeader sealed(StreamHeader current, WrappedStreamDek wrapped, SecretKey dek)
      throws StreamDecryptionException,
          StreamFormatException,
          InvalidKeyException,
          IllegalBlockSizeException {
    int generation = current.generation() + 1;
    if (generation > HeaderSlot.LAST_GENERATION) {
      throw new StreamFormatException(
          "The stream has been rewrapped "
              + current.generation()
              + " times, which is the most; decrypt it and encrypt it anew");
    }
    try (SealedMessages messages = new SealedMessages(current.suite(), dek, provider)) {
      HeaderSeal.verify(messages, current);
      StreamIdentity identity = current.identity();
      StreamHeader fresh =
          new StreamHeader(identity, HeaderSeal.seal(messages, identity, generation, wrapped));
      HeaderSeal.verify(messages, fresh);
      return fresh;
    }
  }

  private static FileLock lock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException("Somebody else has locked " + file + "; try again later");
    }
    return lock;
  }

  private static byte[] requireSame(Path file, StreamHeader expected, FileChannel channel)
      throws IOException, StreamFormatException {
    ByteBuffer bytes = ByteBuffer.allocate(StreamHeader.BYTES);
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
      // until the header is full or the file ends
    }
    byte[] header = Arrays.copyOf(bytes.array(), bytes.position());
    if (!StreamHeader.parse(header).equals(expected)) {
      throw new IOException("Somebody else has changed " + file + " meanwhile; try again");
    }
    return header;
  }

  private static void write(FileChannel channel, byte[] slot, long offset) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(slot);
    while (bytes.hasRemaining()) {
      channel.write(bytes, offset + bytes.position());
    }
    channel.force(false);
  }
}
