package dev.kekkai.formats.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rewrap changes in a header: the wrapped DEK, and a seal made with the DEK. A header has
 * two places for it, of which a rewrap writes the one that is not in use, so that a write that
 * stops half-way leaves the other. A digest tells half-written ones; it authenticates nothing.
 *
 * @param generation 1 in a new stream, and one more with every rewrap; odd in the first place
 * @param wrapped the wrapped DEK
 * @param seal nonce, ciphertext and tag of {@link HeaderSeal}
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look at the bytes
record HeaderSlot(int generation, WrappedStreamDek wrapped, byte[] seal) {
  static final int BYTES = 1536;

  /** Rewraps share the 2^32 nonces of a DEK with the segments. */
  static final int LAST_GENERATION = 1 << 20;

  private static final int DIGEST_BYTES = 32;

  /** Where in the header the slot of a generation is. */
  static int offset(int generation) {
    return StreamIdentity.PLACE_BYTES + ((generation & 1) == 1 ? 0 : BYTES);
  }

  int offset() {
    return offset(generation);
  }

  /** What the seal authenticates: everything between the digest and the seal. */
  static byte[] body(int generation, WrappedStreamDek wrapped) {
    byte[] kek = wrapped.kek().getBytes(StandardCharsets.US_ASCII);
    byte[] method = wrapped.method().getBytes(StandardCharsets.US_ASCII);
    byte[] blob = wrapped.blob();
    return ByteBuffer.allocate(
            Integer.BYTES + 1 + kek.length + 1 + method.length + Short.BYTES + blob.length)
        .putInt(generation)
        .put((byte) kek.length)
        .put(kek)
        .put((byte) method.length)
        .put(method)
        .putShort((short) blob.length)
        .put(blob)
        .array();
  }

  /** The whole slot, for the header that begins with the given bytes. */
  byte[] encoded(byte[] header) {
    byte[] slot =
        ByteBuffer.allocate(BYTES)
            .position(DIGEST_BYTES)
            .put(body(generation, wrapped))
            .put(seal)
            .array();
    byte[] digest = digest(header, slot, 0);
    System.arraycopy(digest, 0, slot, 0, DIGEST_BYTES);
    return slot;
  }

  /** Reads one; empty when it was never written, is erased or not whole. */
  static Optional<HeaderSlot> read(byte[] header, int offset, StreamSuite suite) {
    byte[] digest = Arrays.copyOfRange(header, offset, offset + DIGEST_BYTES);
    if (!MessageDigest.isEqual(digest, digest(header, header, offset))) {
      return Optional.empty();
    }
    HeaderSlot slot =
        parse(ByteBuffer.wrap(header, offset + DIGEST_BYTES, BYTES - DIGEST_BYTES), suite);
    return Optional.ofNullable(slot)
        .filter(s -> s.offset() == offset)
        .filter(s -> Arrays.equals(s.encoded(header), slotAt(header, offset)));
  }

  private static byte[] slotAt(byte[] header, int offset) {
    return Arrays.copyOfRange(header, offset, offset + BYTES);
  }

  /** All lengths together are within a slot, so no read goes past its end. */
  private static @Nullable HeaderSlot parse(ByteBuffer in, StreamSuite suite) {
    int generation = in.getInt();
    byte[] kek = part(in, in.get() & 0xff, WrappedStreamDek.MAX_KEK);
    byte[] method = kek == null ? null : part(in, in.get() & 0xff, WrappedStreamDek.MAX_METHOD);
    byte[] blob =
        method == null ? null : part(in, in.getShort() & 0xffff, WrappedStreamDek.MAX_BLOB);
    if (kek == null || method == null || blob == null || !isGeneration(generation)) {
      return null;
    }
    byte[] seal = new byte[HeaderSeal.bytes(suite)];
    in.get(seal);
    try {
      return new HeaderSlot(
          generation,
          new WrappedStreamDek(
              new String(kek, StandardCharsets.ISO_8859_1),
              new String(method, StandardCharsets.ISO_8859_1),
              blob),
          seal);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isGeneration(int generation) {
    return generation >= 1 && generation <= LAST_GENERATION;
  }

  private static byte @Nullable [] part(ByteBuffer in, int length, int most) {
    if (length == 0 || length > most) {
      return null;
    }
    byte[] part = new byte[length];
    in.get(part);
    return part;
  }

  private static byte[] digest(byte[] header, byte[] slotHolder, int offset) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(header, 0, StreamIdentity.PLACE_BYTES);
      sha256.update(slotHolder, offset + DIGEST_BYTES, BYTES - DIGEST_BYTES);
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("Every Java has SHA-256", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HeaderSlot slot
        && generation == slot.generation
        && wrapped.equals(slot.wrapped)
        && Arrays.equals(seal, slot.seal);
  }

  @Override
  public int hashCode() {
    return 31 * wrapped.hashCode() + generation;
  }
}
