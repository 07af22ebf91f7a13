package dev.kekkai.keyserver.http;

import dev.kekkai.keyserver.audit.reject.RejectLog;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;

/** Notes TLS handshakes that failed: no certificate, the wrong authority, an old TLS. */
final class TlsRejects implements SslHandshakeListener {
  private final RejectLog rejects;
  private final HttpMeters meters;

  TlsRejects(RejectLog rejects, HttpMeters meters) {
    this.rejects = rejects;
    this.meters = meters;
  }

  @Override
  public void handshakeFailed(Event event, Throwable failure) {
    meters.rejected("tls");
    rejects.rejected("tls", peer(event), String.valueOf(failure.getMessage()));
  }

  private static String peer(Event event) {
    SSLEngine engine = event.getSSLEngine();
    SocketAddress address =
        event.getEndPoint() == null ? null : event.getEndPoint().getRemoteSocketAddress();
    return address instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : String.valueOf(engine.getPeerHost());
  }
}
