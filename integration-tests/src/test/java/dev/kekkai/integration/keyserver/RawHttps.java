package dev.kekkai.integration.keyserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Sends requests to the last byte as it is told to, which no HTTP client does: HTTP/1.1. */
final class RawHttps {
  private static final char[] NO_PASSWORD = "none".toCharArray();
  private static final int READ_MILLIS = 60_000;

  private final SSLContext context;
  private final String[] protocols;

  private RawHttps(SSLContext context, String... protocols) {
    this.context = context;
    this.protocols = protocols;
  }

  /**
   * Over TLS.
   *
   * @param ca whom to believe
   * @param identity the client's certificate and key; null to show none
   * @param protocols as the JDK names them
   */
  static RawHttps over(Path ca, TestCa.@Nullable Identity identity, String... protocols)
      throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", certificate(ca));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(identity), trust.getTrustManagers(), null);
    return new RawHttps(context, protocols);
  }

  private static KeyManager @Nullable [] keys(TestCa.@Nullable Identity identity) throws Exception {
    if (identity == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    String pem = Files.readString(identity.key()).replaceAll("-----[A-Z ]+-----", "");
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    store.setKeyEntry("client", key, NO_PASSWORD, new X509Certificate[] {identity.leaf()});
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static X509Certificate certificate(Path file) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  /**
   * Sends one request on a connection of its own.
   *
   * @param to where to connect; its authority goes into Host
   * @param target what stands in the request line
   * @param fields all other header fields but Content-Length and Connection
   * @return the whole answer
   * @throws IOException when there is none: the connection was refused or ended
   */
  String send(String method, URI to, String target, Map<String, String> fields, byte[] body)
      throws IOException {
    return send(to.getPort(), method, to, target, fields, body);
  }

  /** The same bytes to another server of that host, as a balancer or a thief may send them. */
  String send(
      int port, String method, URI to, String target, Map<String, String> fields, byte[] body)
      throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(to.getAuthority()).append("\r\n");
    fields.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n");
    head.append("Connection: close\r\n\r\n");
    try (Socket plain = new Socket(InetAddress.getByName(to.getHost()), port);
        SSLSocket socket =
            (SSLSocket) context.getSocketFactory().createSocket(plain, to.getHost(), port, true)) {
      socket.setSoTimeout(READ_MILLIS);
      socket.setEnabledProtocols(protocols);
      OutputStream out = socket.getOutputStream();
      out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (answer.isEmpty()) {
        throw new IOException("The connection ended without an answer");
      }
      return answer;
    }
  }

  /** The status of an answer. */
  static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }
}
