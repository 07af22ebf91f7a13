package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.CryptokiException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * C_Encrypt and C_Decrypt on the caller's own memory, without a copy. Modules may write before they
 * have read all, and some want more room than they use: in these cases a copy is made after all.
 */
final class DirectCalls {
  private final FunctionList functions;
  private final NativeMemory memory;

  DirectCalls(FunctionList functions, NativeMemory memory) {
    this.functions = functions;
    this.memory = memory;
  }

  int encrypt(long session, ByteBuffer in, ByteBuffer out) throws CryptokiException {
    MemorySegment from = MemorySegment.ofBuffer(in);
    MemorySegment to = MemorySegment.ofBuffer(out);
    long copy = overlap(from, to) ? from.byteSize() : 0;
    memory.begin(2 * Long.BYTES + copy);
    try {
      return transform(CFunction.C_Encrypt, session, copied(from, copy), to);
    } finally {
      memory.end();
    }
  }

  int decrypt(long session, ByteBuffer in, ByteBuffer out) throws CryptokiException {
    MemorySegment from = MemorySegment.ofBuffer(in);
    MemorySegment to = MemorySegment.ofBuffer(out);
    // SoftHSM2 wants room for the tag too when it decrypts.
    return to.byteSize() < from.byteSize()
        ? decryptAside(session, from, to)
        : decryptInto(session, from, to);
  }

  private int decryptInto(long session, MemorySegment from, MemorySegment to)
      throws CryptokiException {
    long copy = overlap(from, to) ? from.byteSize() : 0;
    memory.begin(2 * Long.BYTES + copy);
    boolean good = false;
    try {
      int written = transform(CFunction.C_Decrypt, session, copied(from, copy), to);
      good = true;
      return written;
    } finally {
      if (!good) {
        to.asSlice(0, from.byteSize()).fill((byte) 0);
      }
      memory.end();
    }
  }

  private int decryptAside(long session, MemorySegment from, MemorySegment to)
      throws CryptokiException {
    long room = from.byteSize();
    memory.begin(2 * Long.BYTES + NativeMemory.LINE + room);
    try {
      long at = memory.takeLines(room);
      memory.secret(at, room);
      MemorySegment aside = memory.slice(at, room);
      int written = transform(CFunction.C_Decrypt, session, from, aside);
      MemorySegment.copy(aside, 0, to, 0, written);
      return written;
    } finally {
      memory.end();
    }
  }

  private MemorySegment copied(MemorySegment from, long bytes) {
    if (bytes == 0) {
      return from;
    }
    long at = memory.take(bytes);
    memory.secret(at, bytes);
    return memory.slice(at, bytes).copyFrom(from);
  }

  private int transform(CFunction f, long session, MemorySegment from, MemorySegment to)
      throws CryptokiException {
    long length = memory.put(to.byteSize());
    functions.transform(f, session, from, to, memory.address(length));
    return Math.toIntExact(memory.get(length));
  }

  private static boolean overlap(MemorySegment a, MemorySegment b) {
    return a.asOverlappingSlice(b).isPresent();
  }
}
