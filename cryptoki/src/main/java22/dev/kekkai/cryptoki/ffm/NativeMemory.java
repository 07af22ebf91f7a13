package dev.kekkai.cryptoki.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The native memory of one session: one block, laid out anew by each call and used again by the
 * next. {@link #begin} says how much a call needs, the {@code take} and {@code put} methods hand it
 * out from front to back, {@link #end} zeroes what was secret. Java sees offsets, which are checked
 * against the block; C sees {@link #address}.
 *
 * <p>The block grows to the largest call so far, up to {@link #KEPT}; what one call needs beyond
 * that is given back at its end. So memory does not grow with the number of calls. Not thread-safe:
 * it belongs to a session, and that to one thread at a time.
 */
final class NativeMemory {
  /** Enough for any call without much data: parameters, templates, small messages. */
  private static final long FIRST = 1 << 14;

  /** Enough for a message of 1 MiB, in and out. */
  private static final long KEPT = 5L << 19;

  private static final long GRAIN = 1 << 12;

  /** Bytes of a cache line. */
  static final long LINE = 64;

  private Arena arena;
  private MemorySegment block;
  private long base;
  private long used;
  private long secretFrom;
  private long secretTo;

  NativeMemory() {
    arena = Arena.ofShared();
    block = arena.allocate(FIRST, LINE);
    base = block.address();
  }

  /**
   * Allocates anew before it gives up what there is: where that fails, the session still closes.
   */
  private void replace(long bytes) {
    if (!arena.scope().isAlive()) {
      throw new IllegalStateException("This session has been closed");
    }
    Arena next = Arena.ofShared();
    try {
      block = next.allocate(bytes, LINE);
    } catch (OutOfMemoryError e) {
      next.close();
      throw e;
    }
    base = block.address();
    arena.close();
    arena = next;
  }

  /** Starts a call that needs at most so many bytes, paddings of 8 for each piece included. */
  void begin(long bytes) {
    used = 0;
    if (bytes > block.byteSize()) {
      replace((bytes + GRAIN - 1) / GRAIN * GRAIN);
    }
  }

  /** Ends a call, also one that failed: what was secret is zero again. */
  void end() {
    if (secretTo > secretFrom) {
      block.asSlice(secretFrom, secretTo - secretFrom).fill((byte) 0);
      secretTo = secretFrom;
    }
    if (block.byteSize() > KEPT) {
      replace(FIRST);
    }
  }

  /**
   * Gives everything back. No call begins from then on: C would get addresses of memory that is
   * somebody else's by then.
   */
  void close() {
    block = MemorySegment.NULL;
    base = 0;
    arena.close();
  }

  /** For C, the place at an offset. */
  long address(long offset) {
    return base + offset;
  }

  /** So many bytes, aligned for any type; what they hold is left over from earlier calls. */
  long take(long bytes) {
    long offset = used;
    used = offset + (bytes + Long.BYTES - 1 & -Long.BYTES);
    return offset;
  }

  /** So many bytes from the next cache line on: copies of messages are up to twice as fast. */
  long takeLines(long bytes) {
    used = used + LINE - 1 & -LINE;
    return take(bytes);
  }

  /** As {@link #put(byte[], int, int)} from the next cache line on. */
  long putLines(byte[] from, int offset, int length) {
    long to = takeLines(length);
    MemorySegment.copy(from, offset, block, JAVA_BYTE, to, length);
    return to;
  }

  long takeZeroed(long bytes) {
    long offset = take(bytes);
    block.asSlice(offset, bytes).fill((byte) 0);
    return offset;
  }

  long put(byte[] from, int offset, int length) {
    long to = take(length);
    MemorySegment.copy(from, offset, block, JAVA_BYTE, to, length);
    return to;
  }

  long put(byte[] from) {
    return put(from, 0, from.length);
  }

  /** A CK_ULONG. */
  long put(long value) {
    long offset = take(Long.BYTES);
    block.set(JAVA_LONG, offset, value);
    return offset;
  }

  void set(long offset, long value) {
    block.set(JAVA_LONG, offset, value);
  }

  void setByte(long offset, byte value) {
    block.set(JAVA_BYTE, offset, value);
  }

  long get(long offset) {
    return block.get(JAVA_LONG, offset);
  }

  byte getByte(long offset) {
    return block.get(JAVA_BYTE, offset);
  }

  void copyOut(long from, byte[] to, int offset, int length) {
    MemorySegment.copy(block, JAVA_BYTE, from, to, offset, length);
  }

  /** CK_ULONGs in a row. */
  long[] numbers(long first, long count) {
    long[] numbers = new long[Math.toIntExact(count)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = get(first + (long) i * Long.BYTES);
    }
    return numbers;
  }

  byte[] bytes(long from, long length) {
    byte[] copy = new byte[Math.toIntExact(length)];
    copyOut(from, copy, 0, copy.length);
    return copy;
  }

  /** A piece of the block, for an encoder to write to. */
  MemorySegment slice(long offset, long bytes) {
    return block.asSlice(offset, bytes);
  }

  /** From here on, what is taken is zeroed at the end of the call. */
  void secret(long offset, long bytes) {
    if (secretTo <= secretFrom) {
      secretFrom = offset;
      secretTo = offset + bytes;
    } else {
      secretFrom = Math.min(secretFrom, offset);
      secretTo = Math.max(secretTo, offset + bytes);
    }
  }
}
