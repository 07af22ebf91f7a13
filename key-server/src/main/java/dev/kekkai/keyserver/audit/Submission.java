package dev.kekkai.keyserver.audit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The entries of one call, until they are durable or somebody gives up. */
final class Submission {
  private enum State {
    WAITING,
    /** Being written: nobody can take it back. */
    TAKEN,
    CANCELLED
  }

  private final List<byte[]> entries;
  private final long bytes;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;

  Submission(List<byte[]> entries) {
    this.entries = entries;
    this.bytes = entries.stream().mapToLong(entry -> entry.length).sum();
  }

  List<byte[]> entries() {
    return entries;
  }

  int size() {
    return entries.size();
  }

  long bytes() {
    return bytes;
  }

  /** For the writer: false when the caller has given it up. */
  boolean take() {
    return state.compareAndSet(State.WAITING, State.TAKEN);
  }

  /** For the caller: false when it is being written, so that it may become durable. */
  boolean cancel() {
    return state.compareAndSet(State.WAITING, State.CANCELLED);
  }

  void durable() {
    done.countDown();
  }

  void failed(Throwable reason) {
    failure = reason;
    done.countDown();
  }

  /** False when nothing was decided in that time. */
  boolean await(Duration within) throws InterruptedException {
    return done.await(within.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Why it was not written; null once it is durable. */
  @Nullable Throwable failure() {
    return failure;
  }
}
