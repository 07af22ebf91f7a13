package dev.kekkai.config.pin;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A PIN in memory, wiped by {@link #close}. Use it in try-with-resources around the one login it is
 * for. Not safe for use by several threads.
 */
public final class Pin implements AutoCloseable {

  /** Of UTF-8; a pair of chars takes 4. */
  private static final int MAX_BYTES_PER_CHAR = 3;

  private final char[] chars;
  private boolean closed;

  private Pin(char[] chars) {
    this.chars = chars;
  }

  /**
   * Takes a PIN over: the array belongs to the new object, which will wipe it.
   *
   * @param chars the PIN; must not be used by the caller afterwards
   * @return the PIN
   */
  public static Pin takeOver(char[] chars) {
    return new Pin(chars);
  }

  /**
   * The PIN itself, not a copy: it turns into zeros on {@link #close}.
   *
   * @return the live array
   * @throws IllegalStateException if closed
   */
  public char[] chars() {
    requireOpen();
    return chars;
  }

  /**
   * The PIN as PKCS#11 takes it (C_Login, v3.0 section 5.6.8: CK_UTF8CHAR).
   *
   * @return a copy in UTF-8, which the caller must wipe
   * @throws IllegalStateException if closed
   */
  public byte[] utf8() {
    requireOpen();
    ByteBuffer encoded = ByteBuffer.allocate(MAX_BYTES_PER_CHAR * chars.length);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(chars), encoded, true);
    byte[] copy = Arrays.copyOf(encoded.array(), encoded.position());
    Arrays.fill(encoded.array(), (byte) 0);
    return copy;
  }

  /** Wipes the PIN. A second call does nothing. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(chars, '\0');
  }

  /** Says only whether the PIN is still there, not even its length. */
  @Override
  public String toString() {
    return closed ? "Pin[wiped]" : "Pin[hidden]";
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The PIN has been wiped: open its source again");
    }
  }
}
