package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Threads of a rewrap, and how what they throw is thrown by whoever waits for them. */
final class RewrapThreads {
  private RewrapThreads() {}

  static ExecutorService pool(int threads, String name) {
    return Executors.newFixedThreadPool(
        threads,
        work -> {
          Thread thread = new Thread(work, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Waits for work under way. */
  static void end(ExecutorService pool) {
    pool.shutdown();
    boolean interrupted = false;
    while (!pool.isTerminated()) {
      try {
        pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  static <T> T result(Future<T> work) throws TokenException {
    try {
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException("The rewrap was interrupted; run it again to go on", true, e);
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    }
  }

  private static RuntimeException thrown(@Nullable Throwable cause) throws TokenException {
    if (cause instanceof CompletionException) {
      throw thrown(cause.getCause());
    }
    if (cause instanceof TokenException trouble) {
      throw trouble;
    }
    if (cause instanceof Error trouble) {
      throw trouble;
    }
    return cause instanceof RuntimeException trouble ? trouble : new IllegalStateException(cause);
  }
}
