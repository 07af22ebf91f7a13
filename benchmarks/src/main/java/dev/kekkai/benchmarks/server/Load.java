package dev.kekkai.benchmarks.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that ask the key server again and again, each for the next thing once it has one. */
final class Load {
  private static final int FEW = 8;

  private final int threads;
  private final Request request;
  private final AtomicInteger answers = new AtomicInteger();

  Load(int threads, Request request) {
    this.threads = threads;
    this.request = request;
  }

  /** One request, which proves that what came back is what was sealed. */
  @FunctionalInterface
  interface Request {
    /** Sends it, and returns how many items were opened. */
    int send() throws Exception;
  }

  private record Done(long at, long nanos, int items) {}

  /**
   * What was finished within a window of time.
   *
   * @param items how many were opened between the first answer and the last one
   * @param nanos from the first answer to the last one
   * @param latencies of each request, in nanoseconds
   * @param cpu what it cost
   */
  record Window(long items, long nanos, List<Long> latencies, Cpu cpu) {
    double perSecond() {
      return items * 1e9 / nanos;
    }
  }

  /** Works, and forgets what came of it. */
  void warmUp(Duration length) throws InterruptedException, ExecutionException {
    Workers workers = new Workers();
    Thread.sleep(length.toMillis());
    workers.end();
  }

  /**
   * Works for a while; what is counted begins later and ends sooner than the work, so that all
   * threads are busy all the time.
   *
   * @param lead before anything is counted
   * @param length of what is counted; longer until there are enough answers to tell a rate
   * @param clock tells who used how much of the processors
   */
  Window run(Duration lead, Duration length, CpuClock clock)
      throws InterruptedException, ExecutionException {
    Workers workers = new Workers();
    Thread.sleep(lead.toMillis());
    Cpu before = clock.now();
    int answersBefore = answers.get();
    long begin = System.nanoTime();
    do {
      Thread.sleep(length.toMillis());
    } while (answers.get() - answersBefore < FEW && workers.areAtWork());
    long end = System.nanoTime();
    Cpu after = clock.now();
    List<Done> done = workers.end();
    done.removeIf(d -> d.at - begin < 0 || d.at - end > 0);
    return window(done, after.minus(before));
  }

  /** The threads of one run. */
  private final class Workers {
    private final ExecutorService executor = Executors.newFixedThreadPool(threads);
    private final List<Future<List<Done>>> all = new ArrayList<>();
    private volatile boolean over;

    Workers() {
      for (int i = 0; i < threads; i++) {
        all.add(executor.submit(this::work));
      }
    }

    private List<Done> work() throws Exception {
      List<Done> done = new ArrayList<>();
      long before = System.nanoTime();
      while (!over) {
        int items = request.send();
        long after = System.nanoTime();
        done.add(new Done(after, after - before, items));
        answers.incrementAndGet();
        before = after;
      }
      return done;
    }

    boolean areAtWork() {
      return all.stream().noneMatch(Future::isDone);
    }

    /** Lets them finish; throws what one of them failed with. */
    List<Done> end() throws InterruptedException, ExecutionException {
      over = true;
      try {
        List<Done> done = new ArrayList<>();
        for (Future<List<Done>> each : all) {
          done.addAll(each.get());
        }
        return done;
      } finally {
        executor.shutdownNow();
      }
    }
  }

  private static Window window(List<Done> done, Cpu cpu) {
    List<Done> inOrder = new ArrayList<>(done);
    inOrder.sort((a, b) -> Long.compare(a.at - b.at, 0));
    Done first = inOrder.get(0);
    Done last = inOrder.get(inOrder.size() - 1);
    long items = inOrder.stream().mapToLong(Done::items).sum();
    return new Window(
        items - first.items,
        last.at - first.at,
        inOrder.stream().map(Done::nanos).toList(),
        cpu.of(items));
  }
}
