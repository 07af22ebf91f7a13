package dev.kekkai.cryptoki;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls the module on threads of its own ({@code calls = dispatched}), so that a caller has its
 * answer at its deadline even when a native call hangs, which nothing can interrupt. The thread and
 * the session it has are then set aside until the call comes back, and another thread takes its
 * place as long as there are sessions for it. When all threads hang, callers are told at once.
 * Thread-safe.
 */
final class Dispatcher {
  /**
   * What only waits, for a session say, gives up before its caller does: it must not look as if it
   * hung.
   */
  private static final Duration MARGIN = Duration.ofMillis(20);

  private final int threads;
  private final int most;
  private final Duration deadline;
  private final TokenListener listener;
  private final LinkedTransferQueue<Dispatched<?>> queue = new LinkedTransferQueue<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger hanging = new AtomicInteger();
  private volatile boolean closed;

  /**
   * Starts no thread yet.
   *
   * @param threads how many call the module at a time
   * @param most how many there may be with those that hang; each takes a session
   */
  Dispatcher(int threads, int most, Duration deadline, TokenListener listener) {
    this.threads = threads;
    this.most = Math.max(threads, most);
    this.deadline = deadline;
    this.listener = listener;
  }

  <T> T call(Dispatched.Body<T> body) throws TokenException {
    if (Thread.currentThread() instanceof CallThread) {
      return body.run();
    }
    if (closed) {
      throw new TokenException("The token has been closed", false, null);
    }
    int hang = hanging.get();
    if (hang >= most) {
      throw new RestartRequiredException(
          String.format(
              Locale.ROOT, "All %d threads that call the PKCS#11 module hang inside it", hang),
          null);
    }
    Deadline until = Deadline.currentOr(deadline);
    Dispatched<T> call = new Dispatched<>(body, until, until.earlier(MARGIN));
    queue.add(call);
    startThreads();
    boolean inTime = false;
    try {
      inTime = call.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (inTime) {
      return call.result();
    }
    hanging.incrementAndGet(); // before it is left, or it could come back uncounted
    if (call.abandon()) {
      setAside();
    } else if (hanging.decrementAndGet() < 0) {
      throw new IllegalStateException("more calls came back than hung");
    } else if (call.isDone()) {
      return call.result();
    } else {
      queue.remove(call);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new TokenException("Interrupted while waiting for the PKCS#11 module", true, null);
    }
    throw new TokenTimeoutException(
        String.format(
            Locale.ROOT,
            "The PKCS#11 module did not answer by the deadline; %d of %d threads hang inside it. A"
                + " retry can help when it answers again",
            hanging.get(),
            running.get()));
  }

  /** Does something sometime, for nobody who waits. */
  void run(Runnable work) {
    queue.add(
        new Dispatched<>(
            () -> {
              work.run();
              return Boolean.TRUE;
            },
            Deadline.after(deadline),
            Deadline.after(deadline)));
    startThreads();
  }

  int hanging() {
    return hanging.get();
  }

  /** Whether nobody is left to call the module. */
  boolean isStuck() {
    return hanging.get() >= most;
  }

  /** Threads end when they have nothing to do; those that hang when they come back. */
  void close() {
    closed = true;
    for (Dispatched<?> call = queue.poll(); call != null; call = queue.poll()) {
      call.refuse();
    }
  }

  private void setAside() {
    listener.quarantined(hanging.get());
    startThreads();
  }

  /** As many as may work, besides those that hang. */
  private void startThreads() {
    for (int now = running.get();
        now < Math.min(most, threads + hanging.get());
        now = running.get()) {
      if (running.compareAndSet(now, now + 1)) {
        new CallThread().start();
      }
    }
  }

  private void work() {
    try {
      while (!isSurplus()) {
        Dispatched<?> call = queue.poll(10, TimeUnit.SECONDS);
        if (call == null) {
          if (closed) {
            return;
          }
        } else if (!call.run()) {
          listener.quarantined(hanging.decrementAndGet());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.decrementAndGet();
    }
  }

  /** A thread that hung has come back, and another one has its place. */
  private boolean isSurplus() {
    return running.get() > threads + hanging.get();
  }

  private final class CallThread extends Thread {
    CallThread() {
      super(null, null, "kekkai-call", 0, false);
      setDaemon(true);
      setContextClassLoader(null);
    }

    @Override
    public void run() {
      work();
    }
  }
}
