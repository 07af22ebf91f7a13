package dev.kekkai.testkit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The control block that a test shares with the shim: a mapped file of 64-bit words, at the places
 * that {@code shim.h} names alike. Thread-safe.
 */
final class ShimControl {
  static final int COMMAND_NUMBER = 1;
  static final int COMMAND = 2;
  static final int COMMAND_NANOS = 3;
  static final int COMMAND_CKR = 4;
  static final int DONE_NUMBER = 5;
  static final int DONE_CKR = 6;
  static final int PHASE = 7;
  static final int BACK_NANOS = 8;
  static final int OPEN_SESSIONS = 9;
  static final int FLAGS_OR = 10;
  static final int FLAGS_AND_NOT = 11;
  static final int MAX_SESSIONS_SET = 12;
  static final int MAX_SESSIONS = 13;
  static final int PROCESS = 14;
  static final int TAG_HANDLES = 15;
  static final int DEAD_HANDLES = 16;
  static final int PLAYED = 17;
  static final int RFC3394 = 18;
  static final int RFC5649 = 19;
  static final int MAX_BYTES = 20;
  static final int MANUFACTURER = 21;
  static final int DESCRIPTION = 25;
  static final int MODEL = 29;

  static final int CALLS = 0;
  static final int FAIL_FROM = 1;
  static final int FAIL_END = 2;
  static final int FAIL_CKR = 3;
  static final int FAIL_HOW = 4;
  static final int DELAY_MICROS = 5;
  static final int HANG = 6;
  static final int HANGING = 7;

  private static final long MAGIC = 0x314d_4944_5348_494bL;
  private static final int FUNCTIONS = 64;
  private static final int FUNCTION_WORDS = 8;
  private static final int WORDS = FUNCTIONS + ShimFunctions.NAMES.size() * FUNCTION_WORDS;
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer block;

  private ShimControl(ByteBuffer block) {
    this.block = block;
  }

  static ShimControl create(Path file) {
    int bytes = WORDS * Long.BYTES;
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(bytes));
      ShimControl control = new ShimControl(channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes));
      control.set(0, MAGIC);
      return control;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The place of a function's word. */
  static int of(String function, int word) {
    return FUNCTIONS + ShimFunctions.index(function) * FUNCTION_WORDS + word;
  }

  long get(int word) {
    return (long) LONG.getVolatile(block, word * Long.BYTES);
  }

  void set(int word, long value) {
    LONG.setVolatile(block, word * Long.BYTES, value);
  }

  /** Before the shim is loaded: not one write that others see at once. */
  void setText(int word, byte[] text) {
    block.put(word * Long.BYTES, text);
  }
}
