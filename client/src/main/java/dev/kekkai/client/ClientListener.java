package dev.kekkai.client;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;

/** Is told of every attempt, for metrics. */
@FunctionalInterface
public interface ClientListener {

  /**
   * One attempt is over. Called on the thread of the caller that waits for it, so it should be
   * quick; what it throws is logged and changes nothing.
   *
   * @param server the base URL that was tried
   * @param status the HTTP status; empty when there was no answer
   * @param took from the sending to the last byte of the answer
   */
  void attempted(URI server, OptionalInt status, Duration took);
}
