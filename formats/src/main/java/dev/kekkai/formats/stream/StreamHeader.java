package dev.kekkai.formats.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first {@value #BYTES} bytes of a stream: what it is made of, and its DEK, wrapped.
 *
 * <p>Reading one needs no key and proves nothing about it: anybody can write such bytes. It serves
 * to learn which KEK unwraps the DEK. The layout is in {@code docs/formats/stream.md}. Immutable
 * and thread-safe.
 */
public final class StreamHeader {

  /** The length of a header, which is that of every stream, in bytes. */
  public static final int BYTES = StreamIdentity.PLACE_BYTES + 2 * HeaderSlot.BYTES;

  /** The smallest segment, in bytes of plaintext; the last segment may be smaller. */
  public static final int MIN_SEGMENT_BYTES = 1024;

  /** The largest segment, in bytes of plaintext (1 MiB). */
  public static final int MAX_SEGMENT_BYTES = 1024 * 1024;

  /** A segment that every supported token takes in one message, in bytes of plaintext. */
  public static final int PORTABLE_SEGMENT_BYTES = 15_360;

  private final StreamIdentity identity;
  private final HeaderSlot slot;

  StreamHeader(StreamIdentity identity, HeaderSlot slot) {
    this.identity = identity;
    this.slot = slot;
  }

  /**
   * Reads a header, and leaves the input where the first segment begins.
   *
   * @param in the stream
   * @return the header
   * @throws IOException when the input can't be read
   * @throws StreamFormatException when it has no header of a stream; the message says what is wrong
   */
  public static StreamHeader read(InputStream in) throws IOException, StreamFormatException {
    byte[] header = new byte[BYTES];
    int length = in.readNBytes(header, 0, BYTES);
    return parse(length == BYTES ? header : Arrays.copyOf(header, length));
  }

  /**
   * Reads a header.
   *
   * @param bytes the first {@value #BYTES} bytes of a stream
   * @return the header
   * @throws StreamFormatException when it is none; the message says what is wrong
   */
  public static StreamHeader parse(byte[] bytes) throws StreamFormatException {
    StreamIdentity.requireMagic(bytes);
    if (bytes.length != BYTES) {
      throw new StreamFormatException(
          "Truncated: a stream's header has " + BYTES + " bytes, here are " + bytes.length);
    }
    StreamIdentity identity = StreamIdentity.read(bytes);
    HeaderSlot odd = slot(bytes, 1, identity.suite()).orElse(null);
    HeaderSlot even = slot(bytes, 2, identity.suite()).orElse(null);
    return new StreamHeader(identity, newest(odd, even));
  }

  private static Optional<HeaderSlot> slot(byte[] header, int generation, StreamSuite suite) {
    return HeaderSlot.read(header, HeaderSlot.offset(generation), suite);
  }

  private static HeaderSlot newest(@Nullable HeaderSlot odd, @Nullable HeaderSlot even)
      throws StreamFormatException {
    if (odd != null) {
      return even == null || odd.generation() > even.generation() ? odd : even;
    }
    if (even != null) {
      return even;
    }
    throw new StreamFormatException(
        "The header is damaged: neither of its two places holds a whole wrapped DEK");
  }

  static boolean isSegmentSize(int bytes) {
    return bytes >= MIN_SEGMENT_BYTES && bytes <= MAX_SEGMENT_BYTES;
  }

  /**
   * The version of the format.
   *
   * @return 1
   */
  public int version() {
    return StreamIdentity.VERSION;
  }

  /**
   * The suite.
   *
   * @return the suite, which fixes nonce and tag length
   */
  public StreamSuite suite() {
    return identity.suite();
  }

  /**
   * The size of segments.
   *
   * @return the plaintext of every segment but the last, in bytes
   */
  public int segmentBytes() {
    return identity.segmentBytes();
  }

  /**
   * The id of the stream, which stays when the DEK is wrapped anew.
   *
   * @return 128 bits, all of them random
   */
  public UUID streamId() {
    return identity.id();
  }

  /**
   * The DEK.
   *
   * @return what has to be unwrapped to decrypt the stream
   */
  public WrappedStreamDek wrapped() {
    return slot.wrapped();
  }

  /**
   * How often the DEK was wrapped.
   *
   * @return 1 for a stream that was never rewrapped
   */
  public int generation() {
    return slot.generation();
  }

  StreamIdentity identity() {
    return identity;
  }

  HeaderSlot slot() {
    return slot;
  }

  /** The header of a new stream, or of one whose other slot is erased. */
  byte[] encoded() {
    byte[] header = Arrays.copyOf(identity.encoded(), BYTES);
    byte[] encoded = slot.encoded(header);
    System.arraycopy(encoded, 0, header, slot.offset(), encoded.length);
    return header;
  }

  /**
   * Whether the other object is a header of the same content.
   *
   * @param other the object to compare with
   * @return true when it is
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StreamHeader header
        && identity.equals(header.identity)
        && slot.equals(header.slot);
  }

  /**
   * A hash of the content.
   *
   * @return the hash
   */
  @Override
  public int hashCode() {
    return 31 * identity.hashCode() + slot.hashCode();
  }

  /**
   * The structure, without the blob.
   *
   * @return for instance {@code StreamHeader[version 1, AES-256-GCM, segments of 15360 bytes, DEK
   *     under payments.v1 by rfc3394]}
   */
  @Override
  public String toString() {
    return "StreamHeader[version "
        + version()
        + ", "
        + suite()
        + ", segments of "
        + segmentBytes()
        + " bytes, DEK under "
        + wrapped().kek()
        + " by "
        + wrapped().method()
        + "]";
  }
}
