package dev.kekkai.integration.keyserver;

import dev.kekkai.client.Clients;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.PublicKek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/** Threads that seal marked values and have them opened. */
final class Load {
  private static final EncryptionContext CONTEXT = EncryptionContext.of("users", "17");

  private final Clients clients;
  private final MarkedItems items;
  private final int length;
  private final PublicKek kek;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<Void>> running = new ArrayList<>();
  private final LongAdder opened = new LongAdder();
  private volatile boolean stopped;

  /** Of values of one length. */
  Load(Clients clients, MarkedItems items, int length) throws Exception {
    this.clients = clients;
    this.items = items;
    this.length = length;
    this.kek = clients.keyServer().refreshKeks().primary("cards").orElseThrow();
  }

  /** So many items in each thread; returns when all are opened. */
  void run(int threadCount, int count) throws Exception {
    each(
        threadCount,
        () -> {
          for (int i = 0; i < count; i++) {
            once();
          }
          return null;
        });
    stop();
  }

  /** Goes on until it is stopped. */
  void start(int threadCount) {
    each(
        threadCount,
        () -> {
          while (!stopped) {
            once();
          }
          return null;
        });
  }

  private void each(int threadCount, Callable<Void> work) {
    for (int i = 0; i < threadCount; i++) {
      running.add(threads.submit(work));
    }
  }

  private void once() throws Exception {
    byte[] value = items.newValue(length);
    byte[] answer = clients.keyServer().open(items.seal(kek, value, CONTEXT), CONTEXT);
    if (!Arrays.equals(value, answer)) {
      throw new AssertionError("opened to something else");
    }
    opened.increment();
  }

  /** How many were opened so far. */
  long opened() {
    return opened.sum();
  }

  /** Waits for what is under way; throws what a thread ended with. */
  void stop() throws Exception {
    stopped = true;
    threads.shutdown();
    for (Future<Void> each : running) {
      each.get();
    }
  }
}
