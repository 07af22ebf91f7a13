package dev.kekkai.benchmarks.worker;

import dev.kekkai.benchmarks.contender.Contender;
import dev.kekkai.benchmarks.contender.Operation;
import dev.kekkai.benchmarks.contender.Work;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs slices of one contender's operations on threads that are kept, as are the threads' data:
 * what a slice finds is what the last one left. Not thread-safe.
 */
public final class Slices implements AutoCloseable {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Contender contender;
  private final List<ExecutorService> threads = new ArrayList<>();
  private final Map<Key, Optional<TimedLoop>> loops = new HashMap<>();

  /**
   * Of one contender.
   *
   * @param contender closed by the caller
   */
  public Slices(Contender contender) {
    this.contender = contender;
  }

  private record Key(Operation operation, int bytes, int thread) {}

  /**
   * Runs a slice.
   *
   * @param operation what
   * @param bytes length of a message
   * @param count how many threads
   * @param millis how long
   * @return what it gave; empty when the contender does not offer the operation
   * @throws Exception when an operation fails
   */
  public Optional<Measurement> run(Operation operation, int bytes, int count, long millis)
      throws Exception {
    List<TimedLoop> parts = new ArrayList<>();
    for (int thread = 0; thread < count; thread++) {
      Optional<TimedLoop> loop = loop(new Key(operation, bytes, thread));
      if (loop.isEmpty()) {
        return Optional.empty();
      }
      parts.add(loop.get());
    }
    return Optional.of(together(parts, millis * NANOS_PER_MILLI));
  }

  private Measurement together(List<TimedLoop> parts, long nanos) throws Exception {
    long compiling = compilerMillis();
    CyclicBarrier start = new CyclicBarrier(parts.size());
    List<Future<Measurement>> running = new ArrayList<>();
    for (int thread = 0; thread < parts.size(); thread++) {
      TimedLoop loop = parts.get(thread);
      running.add(thread(thread).submit(() -> loop.run(start, nanos)));
    }
    long operations = 0;
    long longest = 0;
    long bytes = 0;
    for (Future<Measurement> one : running) {
      Measurement m = result(one);
      operations += m.operations();
      longest = Math.max(longest, m.nanos());
      bytes += m.allocatedBytes();
    }
    return new Measurement(operations, longest, bytes, compilerMillis() - compiling);
  }

  private static long compilerMillis() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    return compiler == null ? 0 : compiler.getTotalCompilationTime(); // none with -Xint
  }

  private Optional<TimedLoop> loop(Key key) throws Exception {
    Optional<TimedLoop> known = loops.get(key);
    if (known == null) {
      Future<Optional<Work>> work =
          thread(key.thread()).submit(() -> contender.work(key.operation(), key.bytes()));
      known = result(work).map(TimedLoop::new);
      loops.put(key, known);
    }
    return known;
  }

  private static <T> T result(Future<T> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private ExecutorService thread(int number) {
    while (threads.size() <= number) {
      String name = "bench-" + threads.size();
      threads.add(
          Executors.newSingleThreadExecutor(
              r -> {
                Thread thread = new Thread(r, name);
                thread.setDaemon(true);
                return thread;
              }));
    }
    return threads.get(number);
  }

  @Override
  public void close() {
    threads.forEach(ExecutorService::shutdownNow);
  }
}
