package dev.kekkai.provider.concurrent;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A small ASCII file that threads and processes change one at a time. Written beside and renamed:
 * readers need no lock, and find the old text or the new one, after a crash too. Thread-safe.
 */
public final class SharedFile {
  /** Many times what a change takes; who holds the lock longer is stopped, or was cut off. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final long PAUSE_MILLIS = 10;

  /** A FileLock is for processes. By file: a change may wait for a token, which is no other's. */
  private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final Path file;
  private final ReentrantLock threads;
  private final Duration longestWait;

  /**
   * Names a file, which need not be there yet.
   *
   * @param file where it is; beside it {@code .lock} stays, and {@code .new} comes and goes
   */
  public SharedFile(Path file) {
    this(file, LONGEST_WAIT);
  }

  SharedFile(Path file, Duration longestWait) {
    this.file = file;
    this.threads =
        THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), f -> new ReentrantLock());
    this.longestWait = longestWait;
  }

  /**
   * What becomes of the file.
   *
   * @param <X> why it can't be told
   */
  public interface Change<X extends Exception> {
    /**
     * Tells the text, while nobody else changes the file: what is read of it now stays true.
     *
     * @return the whole text; null leaves the file as it is
     * @throws X when there is none
     */
    @Nullable String text() throws X;
  }

  /**
   * Replaces the text. Waits at most half a minute for others who change it.
   *
   * @param <X> why the new text can't be told
   * @param change tells it
   * @throws IOException when the file can't be written, or others don't let go of it; what was
   *     there is still there
   * @throws X as the change
   */
  public <X extends Exception> void change(Change<X> change) throws IOException, X {
    long end = System.nanoTime() + longestWait.toNanos();
    try {
      if (!threads.tryLock(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw heldTooLong("Another thread of this process");
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try (FileChannel lock = open(sibling(".lock"));
        FileLock held = acquired(lock, end)) {
      String text = held.isValid() ? change.text() : null;
      if (text != null) {
        replace(text);
      }
    } finally {
      threads.unlock();
    }
  }

  /** Asked for again and again, since {@link FileChannel#lock()} waits without limit. */
  private FileLock acquired(FileChannel lock, long end) throws IOException {
    while (true) {
      FileLock held = tryLock(lock);
      if (held != null) {
        return held;
      }
      if (System.nanoTime() - end > 0) {
        throw heldTooLong("Another process");
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel lock) throws IOException {
    try {
      return lock.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // loaded twice in this process, the other one has it
    }
  }

  private IOException heldTooLong(String who) {
    return new IOException(
        String.format(
            Locale.ROOT,
            "%s has held the lock on %s for more than %d s. Find out what it waits for, and end it;"
                + " on a network file system it may be a host that is gone, whose locks the server"
                + " has to drop",
            who,
            sibling(".lock"),
            longestWait.toSeconds()));
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("Interrupted while others changed the file");
  }

  private void replace(String text) throws IOException {
    Path beside = sibling(".new");
    try (FileChannel out = open(beside)) {
      out.truncate(0);
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    }
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  private Path sibling(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
