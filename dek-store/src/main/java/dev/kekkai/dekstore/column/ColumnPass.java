package dev.kekkai.dekstore.column;

import dev.kekkai.cryptoki.TokenException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through rows of a table once, in order of their key, in batches that several threads work
 * on. A bounded number of batches is in memory. No transaction is open for longer than one batch.
 */
final class ColumnPass {
  private final ColumnDatabase database;
  private final ColumnSql sql;
  private final PassOptions options;
  private final LongConsumer progress;

  /** What is done with a batch. */
  interface Work {
    /** Returns how many rows were changed. */
    long on(List<ColumnRow> rows) throws TokenException;
  }

  /** How many rows there were, and how many were changed. */
  record Tally(long read, long changed) {}

  ColumnPass(ColumnDatabase database, ColumnSql sql, PassOptions options, LongConsumer progress) {
    this.database = database;
    this.sql = sql;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Goes through. When a batch fails, those at work are finished, and the rest is left.
   *
   * @throws TokenException as the work throws it
   * @throws ColumnException when the database fails
   */
  Tally over(Selection which, Work work) throws TokenException {
    ExecutorService threads =
        Executors.newFixedThreadPool(options.threads(), task -> new Thread(task, "kekkai-column"));
    try {
      return over(which, work, threads);
    } finally {
      threads.shutdown();
      awaitEnd(threads);
    }
  }

  private Tally over(Selection which, Work work, ExecutorService threads) throws TokenException {
    Deque<Future<Long>> atWork = new ArrayDeque<>();
    long begin = System.nanoTime();
    long read = 0;
    long changed = 0;
    List<ColumnRow> batch = read(which, null);
    while (!batch.isEmpty()) {
      List<ColumnRow> rows = batch;
      read += rows.size();
      atWork.add(threads.submit(() -> done(work, rows)));
      if (atWork.size() > options.threads()) {
        changed += result(atWork.remove());
      }
      pause(begin, read);
      batch = read(which, rows.get(rows.size() - 1).key());
    }
    while (!atWork.isEmpty()) {
      changed += result(atWork.remove());
    }
    return new Tally(read, changed);
  }

  private List<ColumnRow> read(Selection which, @Nullable List<String> after) {
    return database.with(
        "read rows", connection -> sql.read(connection, which, after, options.batch()));
  }

  private long done(Work work, List<ColumnRow> rows) throws TokenException {
    try {
      return work.on(rows);
    } finally {
      rows.forEach(ColumnRow::wipe);
      progress.accept(rows.size());
    }
  }

  private void pause(long begin, long read) {
    if (options.rowsPerSecond() > 0) {
      long due = begin + (long) (read * 1e9 / options.rowsPerSecond());
      sleep(due - System.nanoTime());
    }
  }

  static void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static long result(Future<Long> batch) throws TokenException {
    try {
      return batch.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof TokenException trouble) {
        throw trouble;
      }
      if (cause instanceof RuntimeException trouble) {
        throw trouble;
      }
      if (cause instanceof Error trouble) {
        throw trouble;
      }
      throw new IllegalStateException(cause);
    }
  }

  private static ColumnException interrupted() {
    Thread.currentThread().interrupt();
    return ColumnException.refused("Interrupted; what was done stays, run it again");
  }

  private static void awaitEnd(ExecutorService threads) {
    boolean interrupted = false;
    while (true) {
      try {
        if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
