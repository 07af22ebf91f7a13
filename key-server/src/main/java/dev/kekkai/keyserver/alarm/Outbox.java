package dev.kekkai.keyserver.alarm;

import dev.kekkai.keyserver.chore.Pause;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one receiver of alarms, in order, from a thread of its own: who raises them never waits.
 * What can't be delivered is tried again, with growing pauses, and given up after some time; when
 * too many wait, further ones are dropped. Each one lost is logged and counted. Thread-safe.
 */
final class Outbox implements AlarmReceivers.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private static final int MAX_WAITING = 1_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** With these pauses some ten minutes. */
  private static final int MAX_TRIES = 26;

  private final String receiver;
  private final Delivery delivery;
  private final Sleeper sleeper;
  private final Counter lost;
  private final BlockingQueue<Alarm> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Runnable end;
  private final Thread thread;

  Outbox(String receiver, Delivery delivery, Sleeper sleeper, Counter lost, Runnable end) {
    this.receiver = receiver;
    this.delivery = delivery;
    this.sleeper = sleeper;
    this.lost = lost;
    this.end = end;
    this.thread = new Thread(this::run, "kekkai-alarms-" + receiver);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void raised(Alarm alarm) {
    if (!waiting.offer(alarm)) {
      lose(alarm, "too many are waiting");
    }
  }

  private void run() {
    try {
      while (true) {
        deliver(waiting.take());
      }
    } catch (InterruptedException e) {
      // closed
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Alarm alarm) throws InterruptedException {
    Pause pauses = new Pause(FIRST_PAUSE, LONGEST_PAUSE);
    for (int tries = 1; ; tries++) {
      try {
        delivery.deliver(alarm);
        return;
      } catch (InterruptedException e) {
        throw e;
      } catch (Throwable e) {
        // errors too: this thread has the next alarm to tell
        if (tries == MAX_TRIES) {
          lose(alarm, e.toString());
          return;
        }
        if (tries == 1) {
          LOG.warn("{} does not take alarms, trying again: {}", receiver, e.toString());
        }
      }
      sleeper.sleep(pauses.next());
    }
  }

  private void lose(Alarm alarm, String why) {
    lost.increment();
    LOG.error("Alarm {} is not delivered to {}: {}", alarm.id(), receiver, why);
  }

  /** Stops; what waits is not delivered. */
  @Override
  public void close() {
    thread.interrupt();
    end.run();
  }

  /** Hands one alarm to the receiver. */
  @FunctionalInterface
  interface Delivery {
    void deliver(Alarm alarm) throws Exception;
  }

  /** Waits. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }
}
