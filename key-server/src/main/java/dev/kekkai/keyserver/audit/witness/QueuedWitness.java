package dev.kekkai.keyserver.audit.witness;

import dev.kekkai.keyserver.audit.format.SignedSeal;
import dev.kekkai.keyserver.chore.Pause;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps seals until a sink takes them, on a thread of its own. When too many are kept, the oldest
 * goes: later seals of its chain cover its entries too.
 */
final class QueuedWitness implements Witness, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(QueuedWitness.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int AT_ONCE = 100;

  private final SealSink sink;
  private final int capacity;
  private final Clock clock;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<SignedSeal> pending = new ArrayDeque<>();
  private long delivered;
  private long dropped;
  private boolean closing;
  private @Nullable Instant lastDelivery;
  private @Nullable String trouble;

  QueuedWitness(SealSink sink, int capacity, Clock clock) {
    this.sink = sink;
    this.capacity = capacity;
    this.clock = clock;
    this.thread = new Thread(this, "kekkai-audit-witness");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void accept(SignedSeal seal) {
    lock.lock();
    try {
      if (pending.size() == capacity) {
        pending.remove();
        dropped++;
      }
      pending.add(seal);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    Pause pause = new Pause(FIRST_PAUSE, LONGEST_PAUSE);
    try {
      for (List<SignedSeal> next = next(); !next.isEmpty(); next = next()) {
        try {
          sink.send(next);
          delivered(next);
          pause.reset();
        } catch (IOException | RuntimeException | Error e) {
          failed(e);
          pause(pause.next());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed, and had its time
    }
  }

  /** Waits for seals; none once there will be none. They stay pending till they are delivered. */
  private List<SignedSeal> next() throws InterruptedException {
    lock.lock();
    try {
      while (pending.isEmpty() && !closing) {
        changed.await();
      }
      return pending.stream().limit(AT_ONCE).toList();
    } finally {
      lock.unlock();
    }
  }

  private void delivered(List<SignedSeal> seals) {
    lock.lock();
    try {
      // some of them may have been dropped meanwhile
      Set<SignedSeal> sent = new HashSet<>(seals);
      while (!pending.isEmpty() && sent.contains(pending.peek())) {
        pending.remove();
      }
      delivered += seals.size();
      lastDelivery = clock.instant();
      if (trouble != null) {
        LOG.info("The audit witness {} takes seals again", sink.name());
      }
      trouble = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void failed(Throwable e) {
    lock.lock();
    try {
      if (trouble == null) {
        LOG.warn(
            "The audit witness {} takes no seals, will try again: {}", sink.name(), e.toString());
      }
      trouble = e.toString();
    } finally {
      lock.unlock();
    }
  }

  private void pause(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long start = System.nanoTime();
      long left = left(start, pause);
      while (left > 0) {
        left = Math.min(changed.awaitNanos(left), left(start, pause));
      }
    } finally {
      lock.unlock();
    }
  }

  /** At the end there is no time for long pauses. */
  private long left(long start, Duration pause) {
    Duration whole = closing && pause.compareTo(FIRST_PAUSE) > 0 ? FIRST_PAUSE : pause;
    return start + whole.toNanos() - System.nanoTime();
  }

  @Override
  public WitnessStatus status() {
    lock.lock();
    try {
      return new WitnessStatus(
          sink.name(), pending.size(), delivered, dropped, lastDelivery, trouble);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close(Duration within) {
    boolean all = false;
    try {
      all = awaitDelivery(within);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!all) {
      LOG.warn("The audit witness {} did not take all seals before the end", sink.name());
    }
    thread.interrupt();
    sink.close();
  }

  private boolean awaitDelivery(Duration within) throws InterruptedException {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
      long left = within.toNanos();
      while (!pending.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return pending.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
