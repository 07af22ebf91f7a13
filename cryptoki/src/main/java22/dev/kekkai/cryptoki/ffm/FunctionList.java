package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A module's CK_FUNCTION_LIST. Each method calls the function and throws for any answer but CKR_OK;
 * one that the module left out answers CKR_FUNCTION_NOT_SUPPORTED. Thread-safe.
 */
final class FunctionList {
  /** C_GenerateRandom, the last that is in use. */
  private static final int LAST = CFunction.C_GenerateRandom.position();

  /** A CK_VERSION comes first, padded to the alignment of pointers. */
  private static final long FIRST = Long.BYTES;

  private final MemorySegment[] addresses;

  private FunctionList(MemorySegment[] addresses) {
    this.addresses = addresses;
  }

  @SuppressWarnings("restricted") // the list's length is what the standard says
  static FunctionList at(MemorySegment list) {
    MemorySegment table = list.reinterpret(FIRST + (LAST + 1L) * Long.BYTES);
    MemorySegment[] addresses = new MemorySegment[LAST + 1];
    for (int i = 0; i <= LAST; i++) {
      addresses[i] = table.get(ValueLayout.ADDRESS, FIRST + (long) i * Long.BYTES);
    }
    return new FunctionList(addresses);
  }

  void call(CFunction f, long a) throws CryptokiException {
    check(f, Downcalls.call(address(f), a));
  }

  void call(CFunction f, long a, long b) throws CryptokiException {
    check(f, Downcalls.call(address(f), a, b));
  }

  void call(CFunction f, long a, long b, long c) throws CryptokiException {
    check(f, Downcalls.call(address(f), a, b, c));
  }

  void call(CFunction f, long a, long b, long c, long d) throws CryptokiException {
    check(f, Downcalls.call(address(f), a, b, c, d));
  }

  void call(CFunction f, long a, long b, long c, long d, long e) throws CryptokiException {
    check(f, Downcalls.call(address(f), a, b, c, d, e));
  }

  void call(CFunction f, long a, long b, long c, long d, long e, long g) throws CryptokiException {
    check(f, Downcalls.call(address(f), a, b, c, d, e, g));
  }

  void call(CFunction f, long a, long b, long c, long d, long e, long g, long h, long i)
      throws CryptokiException {
    check(f, Downcalls.call(address(f), a, b, c, d, e, g, h, i));
  }

  /** C_Encrypt or C_Decrypt from and to memory that is not ours; length is a CK_ULONG's address. */
  void transform(CFunction f, long session, MemorySegment in, MemorySegment out, long length)
      throws CryptokiException {
    check(f, Downcalls.transform(address(f), session, in, out, length));
  }

  private MemorySegment address(CFunction f) throws CryptokiException {
    MemorySegment address = addresses[f.position()];
    if (address.address() == 0) {
      throw new CryptokiException(f.name(), Ckr.FUNCTION_NOT_SUPPORTED);
    }
    return address;
  }

  private static void check(CFunction f, long answer) throws CryptokiException {
    if (answer != 0) {
      throw new CryptokiException(f.name(), answer);
    }
  }
}
