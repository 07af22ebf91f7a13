package dev.kekkai.keyserver.config;

import java.net.URI;
import java.nio.file.Path;

/** Where seals and alarms go. */
public sealed interface Destination {
  /** What one looks like, fit for a message. */
  String FORMS =
      "must be file:PATH, syslog-udp://HOST:PORT, syslog-tcp://HOST:PORT, syslog-tls://HOST:PORT"
          + " or https://HOST/PATH";

  /**
   * A file that is appended to.
   *
   * @param path absolute
   */
  record File(Path path) implements Destination {}

  /**
   * A syslog collector (RFC 5424).
   *
   * @param transport {@code udp}, {@code tcp} or {@code tls}
   * @param host name or address
   * @param port 1 to 65535
   */
  record Syslog(String transport, String host, int port) implements Destination {}

  /**
   * A webhook.
   *
   * @param uri {@code https}, or {@code http} on this machine
   */
  record Web(URI uri) implements Destination {}
}
