package dev.kekkai.keyserver.syslog;

import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A syslog server.
 *
 * @param transport how messages get there
 * @param host its name or address
 * @param port its port
 * @param tls for {@link Transport#TLS}: whom to trust and who to be; null for the JDK's own trust
 */
public record SyslogTarget(Transport transport, String host, int port, @Nullable SSLContext tls) {

  /** How messages get there. */
  public enum Transport {
    /** RFC 5426: one datagram each; may be lost, without anybody noticing. */
    UDP,
    /** RFC 6587, octet counting: in order, and in clear. */
    TCP,
    /** RFC 5425: in order, encrypted, to a server whose certificate fits its name. */
    TLS
  }

  /**
   * Checks the port.
   *
   * @param transport how messages get there
   * @param host its name or address
   * @param port its port
   * @param tls for {@link Transport#TLS}: whom to trust and who to be
   * @throws IllegalArgumentException for one that can't be
   */
  public SyslogTarget {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("A port is 1 to 65535, not " + port);
    }
  }

  /** For people: transport, host and port. */
  @Override
  public String toString() {
    return "syslog-"
        + transport.name().toLowerCase(Locale.ROOT)
        + "://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port;
  }
}
