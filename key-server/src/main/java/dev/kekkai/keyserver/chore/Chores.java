package dev.kekkai.keyserver.chore;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does chores on one daemon thread. A chore that fails, be it with an error, is tried again at its
 * next turn; that it fails is logged once, and again when it is over. Thread-safe.
 */
public final class Chores implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

  private final ScheduledExecutorService executor;

  /**
   * Without chores.
   *
   * @param name of the thread
   */
  public Chores(String name) {
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Adds a chore.
   *
   * @param pause from its end to its next begin, and before the first
   * @param what it does, to follow "could not"
   * @param chore does it
   * @throws IllegalStateException after {@link #close()}
   */
  public void every(Duration pause, String what, Chore chore) {
    long millis = pause.toMillis();
    boolean refused =
        executor
            .scheduleWithFixedDelay(new Guarded(what, chore), millis, millis, TimeUnit.MILLISECONDS)
            .isCancelled();
    if (refused) {
      throw new IllegalStateException("Closed");
    }
  }

  /** Interrupts what is being done, and does nothing any more. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  /** What is done. */
  @FunctionalInterface
  public interface Chore {
    /**
     * Does it.
     *
     * @throws Exception when it can't be done now
     */
    void run() throws Exception;
  }

  /** For one thread. */
  private static final class Guarded implements Runnable {
    private final String what;
    private final Chore chore;
    private boolean failing;

    Guarded(String what, Chore chore) {
      this.what = what;
      this.chore = chore;
    }

    /** Throws nothing, errors neither: after one the executor would drop the chore unsaid. */
    @Override
    public void run() {
      try {
        turn();
      } catch (Throwable e) {
        // there was no memory even to say so; the next turn does
      }
    }

    private void turn() {
      try {
        chore.run();
        if (failing) {
          LOG.info("Can {} again", what);
          failing = false;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        if (!failing) {
          LOG.warn("Could not {}: {}", what, e.getMessage());
          failing = true;
        }
      } catch (Throwable e) {
        if (!failing) {
          LOG.error("Could not {}, will try again", what, e);
          failing = true;
        }
      }
    }
  }
}
