package dev.kekkai.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Gives a decoder many inputs: nothing but the declared exceptions may come of them, and what it
 * allocates is bounded by what it was given, not by what the input says. A million inputs with
 * {@code -Dkekkai.long=true}.
 *
 * @param <T> bytes or a text
 * @param length of an input, in bytes or characters
 * @param timesLength how many bytes may be allocated for each of these
 * @param plus how many bytes may be allocated whatever the length: the exception with its stack
 *     trace, objects of JCA
 * @param declared what may be thrown
 */
record Fuzz<T>(
    ToIntFunction<T> length, int timesLength, int plus, Set<Class<? extends Exception>> declared) {

  /** How many inputs each decoder gets. */
  static final int INPUTS = Boolean.getBoolean("kekkai.long") ? 1_000_000 : 2_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Of how many inputs one is given to decoders that end in a signature or an agreement. */
  private static final int COSTLY = 20;

  /** Reads an input, and checks what comes of it. */
  @FunctionalInterface
  interface Reader<T> {
    void read(T input) throws Exception;
  }

  static Fuzz<byte[]> bytes(int timesLength, int plus, Set<Class<? extends Exception>> declared) {
    return new Fuzz<>(input -> input.length, timesLength, plus, declared);
  }

  static Fuzz<String> texts(int timesLength, int plus, Set<Class<? extends Exception>> declared) {
    return new Fuzz<>(String::length, timesLength, plus, declared);
  }

  /** As many inputs as a build has time for, or a million. */
  void run(IntFunction<T> inputs, Reader<T> reader) {
    run(INPUTS, inputs, reader);
  }

  /** Fewer: each may cost an operation of a key. */
  void runCostly(IntFunction<T> inputs, Reader<T> reader) {
    run(INPUTS / COSTLY, inputs, reader);
  }

  private void run(int count, IntFunction<T> inputs, Reader<T> reader) {
    int refused = 0;
    for (int number = 0; number < count; number++) {
      T input = inputs.apply(number);
      long most = plus + (long) timesLength * length.applyAsInt(input);
      long before = allocated();
      boolean accepted = accepts(number, input, reader);
      if (allocated() - before > most) {
        requireAgain(most, number, input, reader);
      }
      refused += accepted ? 0 : 1;
    }
    assertThat(refused).as("refused inputs").isGreaterThan(count / 4);
  }

  /** Once more: what was loaded for the first input of its kind is there now. */
  private void requireAgain(long most, int number, T input, Reader<T> reader) {
    long before = allocated();
    accepts(number, input, reader);
    assertThat(allocated() - before)
        .as("bytes for input %d of length %d", number, length.applyAsInt(input))
        .isLessThanOrEqualTo(most);
  }

  private boolean accepts(int number, T input, Reader<T> reader) {
    try {
      reader.read(input);
      return true;
    } catch (Exception | Error e) {
      if (declared.contains(e.getClass())) {
        return false;
      }
      throw new AssertionError("input " + number, e);
    }
  }

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
