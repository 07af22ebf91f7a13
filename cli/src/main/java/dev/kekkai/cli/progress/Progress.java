package dev.kekkai.cli.progress;

import dev.kekkai.cli.Surroundings;
import dev.kekkai.config.problem.Printable;
import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far a long command is, on standard error, so that standard output stays the command's result.
 * On a terminal a bar with rate and time left, which {@link #close()} takes away; otherwise a line
 * every ten seconds, so that a short command writes none. Counting is cheap and thread-safe, and so
 * is everything else here; a thread of its own does the writing.
 */
public final class Progress implements AutoCloseable {
  private static final long BAR_MILLIS = 250;
  private static final long LINE_MILLIS = 10_000;
  private static final String ERASE = "\r\u001b[K";

  private final ReentrantLock writing = new ReentrantLock();
  private final PrintWriter err;
  private final int columns;
  private final String what;
  private final Unit unit;
  private final AtomicLong total;
  private final LongAdder done = new LongAdder();
  private final Pace pace = new Pace(System.nanoTime(), 0);
  private final ScheduledExecutorService clock;
  private final Future<?> looks;

  Progress(PrintWriter err, int columns, String what, Unit unit, long total, long periodMillis) {
    this.err = err;
    this.columns = columns;
    this.what = what;
    this.unit = unit;
    this.total = new AtomicLong(total);
    this.clock = Executors.newSingleThreadScheduledExecutor(Progress::daemon);
    this.looks =
        clock.scheduleAtFixedRate(this::show, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
  }

  /**
   * Begins to tell.
   *
   * @param err standard error
   * @param surroundings say whether it is a terminal
   * @param what the work, such as {@code Rewrapping}
   * @param unit what is counted
   * @param total how many there are to do, or 0 when nobody knows
   * @return to be closed when the work ends, however it ends
   */
  public static Progress begin(
      PrintWriter err, Surroundings surroundings, String what, Unit unit, long total) {
    int columns = ErrorTerminal.columns(surroundings);
    return new Progress(err, columns, what, unit, total, columns > 0 ? BAR_MILLIS : LINE_MILLIS);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "kekkai-progress");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Some more are done.
   *
   * @param more how many
   */
  public void add(long more) {
    done.add(more);
  }

  /**
   * How many there are is known by now, or has changed.
   *
   * @param all how many there are to do, or 0 when nobody knows
   */
  public void total(long all) {
    total.set(all);
  }

  /**
   * A line of its own, such as a failure that does not end the work.
   *
   * @param line one line; what is unfit for a terminal is replaced
   */
  public void say(String line) {
    writing.lock();
    try {
      erase();
      err.println(Printable.of(line));
      err.flush();
    } finally {
      writing.unlock();
    }
  }

  private void show() {
    writing.lock();
    try {
      if (!clock.isShutdown()) {
        showNow();
      }
    } finally {
      writing.unlock();
    }
  }

  private void showNow() {
    long now = done.sum();
    pace.look(System.nanoTime(), now);
    ProgressText text = new ProgressText(what, unit, now, total.get(), pace.perSecond());
    if (columns > 0) {
      err.print(ERASE + text.bar(columns));
    } else {
      err.println(text.line());
    }
    err.flush();
  }

  private void erase() {
    if (columns > 0) {
      err.print(ERASE);
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      looks.cancel(false);
      clock.shutdownNow();
      erase();
      err.flush();
    } finally {
      writing.unlock();
    }
  }
}
