package dev.kekkai.client;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The servers, of which one is used as long as it answers. Thread-safe; waiting ends when it is
 * closed.
 */
final class ServerPool implements AutoCloseable {

  private final List<Server> servers;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int preferred;

  ServerPool(List<Server> servers) {
    this.servers = List.copyOf(servers);
  }

  /**
   * The server to try next. When all of them pause after a failure, waits until the first pause is
   * over.
   *
   * @param ruledOut those that this call shall not try again
   * @param cause what the last attempt failed with, for the exception
   * @throws KeyServerUnavailableException when there is none to try within the deadline
   */
  Server next(Deadline deadline, Set<Server> ruledOut, @Nullable Throwable cause)
      throws KeyServerUnavailableException {
    while (true) {
      if (isClosed()) {
        throw new KeyServerUnavailableException("The client is closed", null);
      }
      int first = preferred;
      long shortest = Long.MAX_VALUE;
      for (int i = 0; i < servers.size(); i++) {
        int index = (first + i) % servers.size();
        Server server = servers.get(index);
        if (!ruledOut.contains(server)) {
          long pause = server.pauseNanos();
          if (pause == 0 && deadline.remainingNanos() > 0) {
            preferred = index;
            return server;
          }
          shortest = Math.min(shortest, pause);
        }
      }
      if (shortest >= deadline.remainingNanos()) {
        boolean allRuledOut = shortest == Long.MAX_VALUE;
        throw unavailable(allRuledOut ? "" : within(deadline), cause);
      }
      sleep(shortest);
    }
  }

  /** What happened to each of them; and the time, where it was the time that ended it. */
  private KeyServerUnavailableException unavailable(String within, @Nullable Throwable cause) {
    return new KeyServerUnavailableException(
        "No key server did it"
            + within
            + ": "
            + servers.stream().map(Server::toString).collect(Collectors.joining("; ")),
        cause);
  }

  private static String within(Deadline deadline) {
    return String.format(Locale.ROOT, " within %d ms", deadline.allowed().toMillis());
  }

  void sleep(long nanos) throws KeyServerUnavailableException {
    try {
      if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
        throw new KeyServerUnavailableException("The client was closed meanwhile", null);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** For a thread that was interrupted while it waited: keeps the interrupt for the caller. */
  static KeyServerUnavailableException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new KeyServerUnavailableException("Interrupted while waiting for the key server", cause);
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    servers.forEach(Server::close);
  }
}
