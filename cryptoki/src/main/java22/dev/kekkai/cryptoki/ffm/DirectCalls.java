package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.CryptokiException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * C_Encrypt and C_Decrypt on the caller's own memory, without a copy. Modules may write before they
 * have read all, and some want more room than they use: in these cases the result is made aside and
 * copied. So a call that fails leaves its input as it was, also where the output was to replace it,
 * and can be made again.
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
    if (overlap(from, to)) {
      long room = Math.min(to.byteSize(), from.byteSize() + DataCalls.EXPANSION);
      return aside(CFunction.C_Encrypt, session, from, to, room);
    }
    return into(CFunction.C_Encrypt, session, from, to);
  }

  int decrypt(long session, ByteBuffer in, ByteBuffer out) throws CryptokiException {
    MemorySegment from = MemorySegment.ofBuffer(in);
    MemorySegment to = MemorySegment.ofBuffer(out);
    // SoftHSM2 wants room for the tag too when it decrypts.
    if (to.byteSize() < from.byteSize() || overlap(from, to)) {
      return aside(CFunction.C_Decrypt, session, from, to, from.byteSize());
    }
    boolean good = false;
    try {
      int written = into(CFunction.C_Decrypt, session, from, to);
      good = true;
      return written;
    } finally {
      if (!good) {
        to.asSlice(0, from.byteSize()).fill((byte) 0);
      }
    }
  }

  private int into(CFunction f, long session, MemorySegment from, MemorySegment to)
      throws CryptokiException {
    memory.begin(Long.BYTES);
    try {
      return transform(f, session, from, to);
    } finally {
      memory.end();
    }
  }

  private int aside(CFunction f, long session, MemorySegment from, MemorySegment to, long room)
      throws CryptokiException {
    memory.begin(2 * Long.BYTES + NativeMemory.LINE + room);
    try {
      long at = memory.takeLines(room);
      memory.secret(at, room);
      MemorySegment aside = memory.slice(at, room);
      int written = transform(f, session, from, aside);
      MemorySegment.copy(aside, 0, to, 0, written);
      return written;
    } finally {
      memory.end();
    }
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
