package dev.kekkai.cryptoki.login;

import dev.kekkai.cryptoki.TokenException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one login to a token that is under way, among all threads and all processes of a user. For
 * the thread that took it. A process that dies loses its turn by itself.
 */
public final class LoginTurn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoginTurn.class);
  private static final long POLL_MILLIS = 10;
  private static final int MOST_DOUBTS = 2;

  /** Logins in a row that failed for a doubtful reason, by token. */
  private static final Map<Path, Integer> DOUBTS = new ConcurrentHashMap<>();

  /** A file lock belongs to the whole JVM, so its threads need one of their own. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final LoginMemory memory;
  private final ReentrantLock lock;
  private final Path file;
  private final String token;
  private final Duration atMost;
  private final long start;
  private @Nullable FileChannel channel;

  private LoginTurn(
      LoginMemory memory, ReentrantLock lock, Path file, String token, Duration atMost) {
    this.memory = memory;
    this.lock = lock;
    this.file = file;
    this.token = token;
    this.atMost = atMost;
    this.start = System.nanoTime();
  }

  /** Waits for the other threads of this process. */
  static LoginTurn take(LoginMemory memory, Path file, String token, Duration atMost)
      throws TokenException {
    ReentrantLock lock = THREADS.computeIfAbsent(file, f -> new ReentrantLock());
    LoginTurn turn = new LoginTurn(memory, lock, file, token, atMost);
    try {
      if (!lock.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        throw turn.late();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    return turn;
  }

  /** Waits for other processes. */
  void lockOutOtherProcesses() throws IOException, TokenException {
    FileChannel opened =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel = opened;
    while (!tryLock(opened)) {
      if (System.nanoTime() - start > atMost.toNanos()) {
        throw late();
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  /**
   * Keeps a refusal, in place of an earlier one of a PIN from the same place.
   *
   * @param refusal what happened; one of a typed PIN is not kept
   */
  public void remember(Refusal refusal) {
    memory.remember(refusal);
  }

  /**
   * Counts a login that failed for a reason which may have nothing to do with the PIN, or may: some
   * modules answer a wrong PIN so.
   *
   * @return whether it may be tried again, which is so twice until a login succeeds
   */
  public boolean isFirstDoubts() {
    return DOUBTS.merge(file, 1, Integer::sum) <= MOST_DOUBTS;
  }

  /**
   * Forgets what was refused from a place, because its PIN is right now.
   *
   * @param mark the PIN that the token took
   */
  public void forget(PinMark mark) {
    DOUBTS.remove(file);
    memory.forget(mark);
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // a second copy of Kekkai in this JVM, under another class loader
    }
  }

  private TokenException late() {
    return new TokenException(
        String.format(
            Locale.ROOT,
            "Somebody else has been logging in to the token %s for %d ms (lock %s); does the module"
                + " hang?",
            token,
            atMost.toMillis(),
            file),
        true,
        null);
  }

  private static TokenException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new TokenException("Interrupted while waiting to log in", true, e);
  }

  /** Lets the next one in. */
  @Override
  public void close() {
    FileChannel opened = channel;
    try {
      if (opened != null) {
        opened.close();
      }
    } catch (IOException e) {
      LOG.debug("The lock {} did not close cleanly: {}", file, e.getMessage());
    } finally {
      lock.unlock();
    }
  }
}
