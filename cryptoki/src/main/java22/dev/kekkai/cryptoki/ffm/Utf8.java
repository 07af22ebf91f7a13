package dev.kekkai.cryptoki.ffm;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** CK_UTF8CHAR strings, written without a copy in the heap: most of them are PINs. */
final class Utf8 {
  static final int LABEL_BYTES = 32;

  private static final int PER_CHAR = 3;
  private static final byte BLANK = ' ';

  private Utf8() {}

  /** Room that a string of so many chars needs at most. */
  static long room(int chars) {
    return (long) chars * PER_CHAR + Long.BYTES;
  }

  /** A string and where it is. */
  record Placed(long address, long length) {}

  /** Writes a PIN, which is zeroed at the end of the call. */
  static Placed pin(NativeMemory memory, char[] pin) {
    long room = (long) pin.length * PER_CHAR;
    long at = memory.take(room);
    memory.secret(at, room);
    ByteBuffer to = memory.slice(at, room).asByteBuffer();
    if (StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(pin), to, true).isError()) {
      throw new IllegalArgumentException(
          "The PIN holds an unpaired surrogate, which has no UTF-8 form");
    }
    return new Placed(memory.address(at), to.position());
  }

  /** Writes the label of C_InitToken: exactly 32 bytes, padded with blanks, without an end mark. */
  static long label(NativeMemory memory, String label) {
    byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LABEL_BYTES) {
      throw new IllegalArgumentException("A token label has at most 32 bytes of UTF-8");
    }
    long at = memory.take(LABEL_BYTES);
    memory.slice(at, LABEL_BYTES).fill(BLANK);
    memory.slice(at, bytes.length).asByteBuffer().put(bytes);
    return memory.address(at);
  }
}
