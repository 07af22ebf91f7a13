package dev.kekkai.keyserver.syslog;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** RFC 5426. Each message finds its own way: there is no connection to lose. */
final class DatagramSender implements SyslogSender {
  /** What every receiver should take; more may be cut there, so it is cut here. */
  private static final int MAX_BYTES = 2048;

  private static final int UTF8_FOLLOWING_MASK = 0xC0;
  private static final int UTF8_FOLLOWING = 0x80;

  private final SyslogTarget target;

  DatagramSender(SyslogTarget target) {
    this.target = target;
  }

  @Override
  public void send(SyslogMessage message) throws IOException {
    byte[] bytes = message.encoded();
    int length = fitting(bytes);
    try (DatagramSocket socket = new DatagramSocket()) {
      InetAddress address = InetAddress.getByName(target.host());
      socket.send(new DatagramPacket(bytes, length, address, target.port()));
    }
  }

  /** A message that is too long never gets shorter: what fits is better than none. */
  private static int fitting(byte[] utf8) {
    int length = Math.min(utf8.length, MAX_BYTES);
    while (length < utf8.length && (utf8[length] & UTF8_FOLLOWING_MASK) == UTF8_FOLLOWING) {
      length--;
    }
    return length;
  }

  @Override
  public void close() {
    // nothing is kept open
  }
}
