package dev.kekkai.cli;

import dev.kekkai.config.pin.Pin;
import dev.kekkai.config.pin.PinUnavailableException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A PIN, or why there is none, in bytes that are always as many: not even its length shows, and it
 * is in no buffer of a stream.
 */
final class PinFrame {
  /** As long as the buffer of a process's input, which longer arrays are not copied to. */
  static final int BYTES = 8192;

  private static final byte GIVEN = 1;
  private static final byte MISSING = 0;
  private static final int HEADER = 1 + Integer.BYTES;

  private PinFrame() {}

  static byte[] of(Pin pin) {
    byte[] utf8 = pin.utf8();
    try {
      if (utf8.length > BYTES - HEADER) {
        throw new PinUnavailableException("The PIN is longer than a PIN can be");
      }
      return frame(GIVEN, utf8);
    } finally {
      Arrays.fill(utf8, (byte) 0);
    }
  }

  static byte[] of(PinUnavailableException e) {
    byte[] why = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
    return frame(MISSING, Arrays.copyOf(why, Math.min(why.length, BYTES - HEADER)));
  }

  private static byte[] frame(byte kind, byte[] content) {
    byte[] frame = new byte[BYTES];
    ByteBuffer.wrap(frame).put(kind).putInt(content.length).put(content);
    return frame;
  }

  /** Reads a frame, and wipes it. */
  static Pin read(byte[] frame) {
    try {
      ByteBuffer in = ByteBuffer.wrap(frame);
      byte kind = in.get();
      int length = in.getInt();
      ByteBuffer content = in.slice(HEADER, length);
      if (kind != GIVEN) {
        throw new PinUnavailableException(StandardCharsets.UTF_8.decode(content).toString());
      }
      return Pin.takeOver(chars(content));
    } finally {
      Arrays.fill(frame, (byte) 0);
    }
  }

  private static char[] chars(ByteBuffer utf8) {
    CharBuffer decoded = CharBuffer.allocate(utf8.remaining());
    try {
      if (StandardCharsets.UTF_8.newDecoder().decode(utf8, decoded, true).isError()) {
        throw new PinUnavailableException("The PIN is no text in UTF-8");
      }
      return Arrays.copyOf(decoded.array(), decoded.position());
    } finally {
      Arrays.fill(decoded.array(), '\0');
    }
  }
}
