package dev.kekkai.keyserver.syslog;

import java.io.IOException;

/**
 * Sends messages to one syslog server; connects when there is something to send, and again after a
 * failure. For one thread; only {@link #close} may come from another.
 */
public sealed interface SyslogSender extends AutoCloseable permits DatagramSender, StreamSender {
  /**
   * A sender that has not connected yet.
   *
   * @param target where messages go
   * @return to be closed by the caller
   */
  static SyslogSender to(SyslogTarget target) {
    return target.transport() == SyslogTarget.Transport.UDP
        ? new DatagramSender(target)
        : new StreamSender(target);
  }

  /**
   * Sends a message. Syslog has no receipts: what went out may still be lost with the connection.
   *
   * @param message the message
   * @throws IOException when it did not go out; the next call connects anew
   */
  void send(SyslogMessage message) throws IOException;

  /** Closes the connection, if there is one. */
  @Override
  void close();
}
