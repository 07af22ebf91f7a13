package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a store's head in a file. A store that is older than its file is read-only. A change is
 * in the file when it returns, unless another one was written within the last second; then it is
 * there at most a second later. Thread-safe.
 */
final class HeadGuard implements StoreGuard {
  private static final Logger LOG = LoggerFactory.getLogger(HeadGuard.class);
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RowTags tags;
  private final HeadFile file;
  private final ScheduledThreadPoolExecutor later;
  private final StoreHead found;

  /** What the file has of a newer store; null when there is none. */
  private final @Nullable StoreHead newer;

  /** Held while the file is written, so that who comes meanwhile leaves only when it is. */
  private final Object writing = new Object();

  private @Nullable StoreHead unwritten;
  private @Nullable Future<?> scheduled;
  private long writtenNanos;

  private HeadGuard(RowTags tags, HeadFile file, StoreHead found, @Nullable StoreHead newer) {
    this.tags = tags;
    this.file = file;
    this.found = found;
    this.newer = newer;
    this.writtenNanos = System.nanoTime() - INTERVAL_NANOS;
    this.later =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "kekkai-store-head");
              thread.setDaemon(true);
              return thread;
            });
    later.setKeepAliveTime(2, TimeUnit.SECONDS);
    later.allowCoreThreadTimeOut(true);
  }

  /**
   * Compares store and file.
   *
   * @throws StoreException when the file is of another store, or can't be used
   */
  static HeadGuard of(DekStore store, RowTags tags, HeadFile file) throws TokenException {
    StoreHead seen = file.read();
    StoreHead found = store.head(tags);
    if (seen != null && !seen.store().equals(found.store())) {
      throw new StoreException(
          "The head file is of the DEK store "
              + seen.store()
              + ", and the database has "
              + found.store()
              + ": name the file of this store",
          null);
    }
    if (seen != null && found.isOlderThan(seen)) {
      LOG.error("{}", readOnly(seen, found).getMessage());
      return new HeadGuard(tags, file, found, seen);
    }
    file.write(found);
    return new HeadGuard(tags, file, found, null);
  }

  private static StoreReadOnlyException readOnly(StoreHead seen, StoreHead found) {
    return new StoreReadOnlyException("the head file", seen, found);
  }

  @Override
  public String tag(StoreHead head) throws TokenException {
    return tags.tag(head);
  }

  @Override
  public void requireWritable() {
    if (newer != null) {
      throw readOnly(newer, found);
    }
  }

  @Override
  public void changed(StoreHead head) {
    synchronized (this) {
      keep(head);
      long wait = INTERVAL_NANOS - (System.nanoTime() - writtenNanos);
      if (wait > 0) {
        if (scheduled == null) {
          scheduled = later.schedule(this::writeQuietly, wait, TimeUnit.NANOSECONDS);
        }
        return;
      }
    }
    writeQuietly();
  }

  private synchronized void keep(StoreHead head) {
    if (unwritten == null || unwritten.counter() < head.counter()) {
      unwritten = head;
    }
  }

  private synchronized @Nullable StoreHead take() {
    StoreHead head = unwritten;
    unwritten = null;
    scheduled = null;
    writtenNanos = System.nanoTime();
    return head;
  }

  /**
   * What is durable is not undone because the file can't be written; the next change or flush tries
   * again.
   */
  private void writeQuietly() {
    synchronized (writing) {
      StoreHead head = take();
      if (head == null) {
        return;
      }
      try {
        file.write(head);
      } catch (TokenException | RuntimeException e) {
        keep(head);
        LOG.error("The DEK store's head {} is not in its file: {}", head.counter(), e.getMessage());
      }
    }
  }

  /** Writes what is not in the file yet. */
  void flush() {
    writeQuietly();
  }
}
