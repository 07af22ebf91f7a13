package dev.kekkai.cryptoki.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * Calls of C functions that take and return 64-bit words: CK_ULONG and pointers alike. One handle
 * for each number of arguments, constant to the compiler; pointers go down as numbers, so that no
 * object is made for them, and it is the caller who keeps the memory alive.
 */
final class Downcalls {
  private static final MethodHandle WORDS_0 = words(0);
  private static final MethodHandle WORDS_1 = words(1);
  private static final MethodHandle WORDS_2 = words(2);
  private static final MethodHandle WORDS_3 = words(3);
  private static final MethodHandle WORDS_4 = words(4);
  private static final MethodHandle WORDS_5 = words(5);
  private static final MethodHandle WORDS_6 = words(6);
  private static final MethodHandle WORDS_8 = words(8);

  /** C_Encrypt and C_Decrypt on the caller's segments, which the linker keeps alive meanwhile. */
  private static final MethodHandle TRANSFORM =
      handle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG));

  private Downcalls() {}

  private static MethodHandle words(int count) {
    ValueLayout[] arguments = new ValueLayout[count];
    Arrays.fill(arguments, JAVA_LONG);
    return handle(FunctionDescriptor.of(JAVA_LONG, arguments));
  }

  @SuppressWarnings("restricted") // native code is what a binding is for
  private static MethodHandle handle(FunctionDescriptor function) {
    return Linker.nativeLinker().downcallHandle(function);
  }

  static long transform(
      MemorySegment f, long session, MemorySegment in, MemorySegment out, long length) {
    try {
      return (long) TRANSFORM.invokeExact(f, session, in, in.byteSize(), out, length);
    } catch (IllegalStateException | WrongThreadException e) {
      throw e; // the caller's memory has been freed, or belongs to another thread
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long call(MemorySegment f) {
    try {
      return (long) WORDS_0.invokeExact(f);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long call(MemorySegment f, long a) {
    try {
      return (long) WORDS_1.invokeExact(f, a);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long call(MemorySegment f, long a, long b) {
    try {
      return (long) WORDS_2.invokeExact(f, a, b);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long call(MemorySegment f, long a, long b, long c) {
    try {
      return (long) WORDS_3.invokeExact(f, a, b, c);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long call(MemorySegment f, long a, long b, long c, long d) {
    try {
      return (long) WORDS_4.invokeExact(f, a, b, c, d);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long call(MemorySegment f, long a, long b, long c, long d, long e) {
    try {
      return (long) WORDS_5.invokeExact(f, a, b, c, d, e);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long call(MemorySegment f, long a, long b, long c, long d, long e, long g) {
    try {
      return (long) WORDS_6.invokeExact(f, a, b, c, d, e, g);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long call(
      MemorySegment f, long a, long b, long c, long d, long e, long g, long h, long i) {
    try {
      return (long) WORDS_8.invokeExact(f, a, b, c, d, e, g, h, i);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** C code throws nothing; what comes is the JVM's own trouble. */
  private static Error unexpected(Throwable thrown) {
    return thrown instanceof Error error ? error : new AssertionError(thrown);
  }
}
