package dev.kekkai.integration.survive;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.TokenHealth;
import dev.kekkai.cryptoki.TokenTimeoutException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.bulk.BulkKey;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.P11KitServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A token behind a process that stops and dies, with a DEK under an RSA KEK, and callers who unwrap
 * it over and over.
 */
final class StoppedToken implements AutoCloseable {
  final P11KitServer server;
  final KekkaiProvider provider;
  private final DekPolicy policy;
  private final WrappedDek wrapped;
  private final DekHandle held;

  private StoppedToken(P11KitServer server, WrappedDek wrapped, String... settings)
      throws Exception {
    this.server = server;
    TestToken token = server.token();
    KekkaiConfig config =
        new TestToken(token.name(), token.folder(), token.settings(settings)).config();
    this.provider = KekkaiProvider.of(config);
    this.policy = DekPolicy.of(config);
    this.wrapped = wrapped;
    this.held = openAtLast();
  }

  /** A first use on a busy machine may take longer than a short deadline. */
  private DekHandle openAtLast() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        return provider.deks().open(wrapped, policy);
      } catch (TokenTimeoutException e) {
        if (System.nanoTime() - end > 0) {
          provider.close();
          throw e;
        }
      }
    }
  }

  static StoppedToken behindServer(TestToken real, String... settings) throws Exception {
    P11KitServer server = P11KitServer.over(real);
    try {
      return new StoppedToken(server, wrapped(server.token()), settings);
    } catch (Exception | Error e) {
      server.close();
      throw e;
    }
  }

  private static WrappedDek wrapped(TestToken token) throws Exception {
    try (KekkaiProvider maker = token.provider();
        DekHandle dek =
            maker
                .deks()
                .generate(
                    maker.maker().create(KekSpec.rsa("stopped-" + System.nanoTime(), 2048)),
                    WrapMethod.RSA_OAEP_SHA1,
                    DekPolicy.of(token.config()))) {
      return dek.wrapped();
    }
  }

  void unwrap() throws Exception {
    provider.deks().open(wrapped, policy).close();
  }

  /** Encrypts with the DEK that is held in memory. */
  void encrypt() throws Exception {
    byte[] out = new byte[4 + BulkKey.TAG_BYTES];
    try (DekHandle.Lease lease = held.forEncryption()) {
      lease.key().encrypt(new byte[BulkKey.IV_BYTES], new byte[0], new byte[4], 0, 4, out, 0);
    }
  }

  TokenHealth health() {
    return provider.health().token();
  }

  /** Callers who unwrap until they are ended. */
  Callers callers(int threads) {
    return new Callers(threads);
  }

  /** Waits until something is so, without doing anything about it; returns how long it took. */
  static long await(String what, long atMostMillis, BooleanSupplier so) throws Exception {
    long start = System.nanoTime();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(atMostMillis)) {
        throw new AssertionError("Not within " + atMostMillis + " ms: " + what);
      }
      Thread.sleep(1);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  @Override
  public void close() {
    held.close();
    provider.close();
    awaitReturn();
    server.close();
  }

  /**
   * Until no call is under way: of several that are when the server dies, p11-kit's client may keep
   * some for ever, and the module with them. Where the server is dead already nothing comes back.
   */
  private static void awaitReturn() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    while (Thread.getAllStackTraces().keySet().stream().anyMatch(StoppedToken::isInsideModule)
        && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** Idle ones wait; in native code a thread is runnable. */
  private static boolean isInsideModule(Thread thread) {
    return thread.getName().startsWith("kekkai-") && thread.getState() == Thread.State.RUNNABLE;
  }

  /** One answer to a caller. */
  record Answer(long endNanos, long nanos, Exception failure) {
    boolean good() {
      return failure == null;
    }
  }

  /** Threads that call, and what they got. */
  final class Callers implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    Callers(int count) {
      for (int i = 0; i < count; i++) {
        Thread thread = new Thread(this::call, "caller-" + i);
        threads.add(thread);
        thread.start();
      }
    }

    private void call() {
      while (!ended) {
        long start = System.nanoTime();
        Exception failure = null;
        try {
          unwrap();
        } catch (Exception e) {
          failure = e;
        }
        long end = System.nanoTime();
        answers.add(new Answer(end, end - start, failure));
        if (failure != null) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
      }
    }

    /** Milliseconds until every thread has had an answer that is good. */
    long awaitGood(int count, long atMostMillis) throws Exception {
      long from = System.nanoTime();
      return await(
          "work goes on",
          atMostMillis,
          () -> answers.stream().filter(a -> a.endNanos > from && a.good()).count() >= count);
    }

    @Override
    public void close() {
      try {
        ended = true;
        for (Thread thread : threads) {
          thread.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
