package dev.kekkai.keyserver.config;

import java.time.Duration;

/**
 * What a client may take up.
 *
 * @param bodyBytes the longest body
 * @param bodiesBytes the most memory for the bodies of all requests
 * @param headerBytes the longest header
 * @param batch the most items in one request
 * @param connections the most connections
 * @param accepts the most new connections a second
 * @param streams the most requests at a time on one HTTP/2 connection
 * @param threads the most requests worked on at a time
 * @param queue the most requests that wait for that
 * @param handshakeTimeout for TLS, from the first byte to the last
 * @param idleTimeout how long a connection may be without a request
 * @param bodyTimeout for a whole body
 * @param requestTimeout for the work on a request, with waiting
 * @param answerTimeout for the client to take the answer
 * @param drainTimeout for what is under way when the server stops
 */
public record LimitSettings(
    int bodyBytes,
    long bodiesBytes,
    int headerBytes,
    int batch,
    int connections,
    int accepts,
    int streams,
    int threads,
    int queue,
    Duration handshakeTimeout,
    Duration idleTimeout,
    Duration bodyTimeout,
    Duration requestTimeout,
    Duration answerTimeout,
    Duration drainTimeout) {

  /**
   * What counts when nothing is said.
   *
   * @return 2 MiB for a body and 64 MiB for all of them, 16 KiB for a header, 100 items, 1,000
   *     connections and 500 new ones a second, 64 requests at a time and 1,000 that wait; 10 s for
   *     the handshake, 30 s idle, 10 s for a body, 20 s for the work, 30 s for the answer and 15 s
   *     at the end
   */
  public static LimitSettings defaults() {
    return new LimitSettings(
        2 << 20,
        64 << 20,
        16 << 10,
        100,
        1_000,
        500,
        100,
        64,
        1_000,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofSeconds(15));
  }
}
