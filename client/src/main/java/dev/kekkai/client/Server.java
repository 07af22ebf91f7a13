package dev.kekkai.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One base URL, behind which there may be one key server or a balancer before several: its
 * connections, and how it did lately. Thread-safe.
 */
final class Server {

  private static final long FIRST_PAUSE = Duration.ofMillis(50).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(2).toNanos();
  private static final long FIRST_RECONNECT = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_RECONNECT = Duration.ofMinutes(1).toNanos();

  private final URI base;
  private final HttpConnections connections;
  private final SecureRandom random = new SecureRandom();
  private @Nullable HttpClient http;
  private int failures;
  private long failedAt;
  private long pausedUntil;
  private long answeredAt;
  private int reconnects;
  private long reconnectFrom;
  private String lastFailure = "not tried";

  Server(URI base, HttpConnections connections) {
    this.base = base;
    this.connections = connections;
    long now = System.nanoTime();
    this.failedAt = now;
    this.pausedUntil = now;
    this.answeredAt = now;
    this.reconnectFrom = now;
  }

  URI base() {
    return base;
  }

  synchronized HttpClient http() {
    if (http == null) {
      http = connections.open();
    }
    return http;
  }

  /** How long not to try it; zero when it may be tried. */
  synchronized long pauseNanos() {
    return failures == 0 ? 0 : Math.max(0, pausedUntil - System.nanoTime());
  }

  synchronized void answered() {
    answeredAt = System.nanoTime();
    failures = 0;
    reconnects = 0;
  }

  /**
   * Notes a failure. Of many attempts that failed together only one makes the pause longer.
   *
   * @param startedAt when the attempt began, by {@link System#nanoTime}
   * @param atLeast the shortest pause, as the server asked for
   */
  synchronized void failed(long startedAt, String why, Duration atLeast) {
    lastFailure = why;
    if (failures > 0 && startedAt - failedAt < 0) {
      return;
    }
    failures++;
    failedAt = System.nanoTime();
    long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(failures - 1, 10));
    long spread = (long) (pause * (0.75 + random.nextDouble() / 2)); // not all clients at once
    pausedUntil = failedAt + Math.max(spread, Math.min(atLeast.toNanos(), LONGEST_PAUSE));
  }

  /** Notes an attempt that the caller had no time for; a reason that was seen says more. */
  synchronized void cutOff() {
    if (failures == 0) {
      lastFailure = Failure.SILENCE;
    }
  }

  /**
   * Has the next attempt made on a new connection, unless this one brought somebody an answer
   * meanwhile. A host that went away without a word would be silent until TCP gives up, which takes
   * a quarter of an hour; and behind a balancer the new connection may lead to another server.
   *
   * <p>Not again and again in a long outage: before Java 21, clients that were given up end only
   * when the collector finds them.
   */
  synchronized void reconnect(HttpClient used, long startedAt) {
    long now = System.nanoTime();
    boolean tooSoon = reconnects > 0 && reconnectFrom - now > 0;
    if (http != used || answeredAt - startedAt >= 0 || tooSoon) {
      return;
    }
    HttpConnections.retire(used);
    http = null;
    reconnectFrom = now + Math.min(LONGEST_RECONNECT, FIRST_RECONNECT << Math.min(reconnects, 10));
    reconnects++;
  }

  synchronized void close() {
    if (http != null) {
      HttpConnections.end(http);
      http = null;
    }
  }

  /** The URL and what happened last. */
  @Override
  public synchronized String toString() {
    return base + ": " + lastFailure;
  }
}
