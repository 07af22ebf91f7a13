package dev.kekkai.client;

import dev.kekkai.formats.httpsig.ContentDigest;
import dev.kekkai.formats.httpsig.RequestSignature;
import dev.kekkai.formats.httpsig.SignaturePolicy;
import dev.kekkai.formats.httpsig.SigningKey;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A real HTTP server with TLS that answers as a test says, and remembers what it was asked. */
final class FakeKeyServer implements AutoCloseable {

  /** What came. */
  record Seen(
      String method,
      URI target,
      String protocol,
      Map<String, List<String>> headers,
      String body,
      X509Certificate client) {

    RequestSignature signature() throws Exception {
      return RequestSignature.parse(method, target, name -> headers.getOrDefault(name, List.of()));
    }

    /** Whether it is signed by this key, fresh, and covers the body. */
    boolean isSignedBy(SigningKeys keys) throws Exception {
      RequestSignature signature = signature();
      SignaturePolicy.standard().check(signature, true, Instant.now());
      return signature.keyId().equals(keys.signing().keyId())
          && signature.verify(keys.publicKey(), keys.signing().algorithm())
          && ContentDigest.matches(
              headers.get("content-digest"), body.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A signing key with its public half. */
  record SigningKeys(SigningKey signing, PublicKey publicKey) {}

  /** What to answer; a body of null leaves the request without an answer. */
  record Reply(int status, Map<String, String> headers, byte[] body) {

    static Reply json(String body) {
      return new Reply(
          200, Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply problem(int status) {
      return new Reply(
          status,
          Map.of("content-type", "application/problem+json"),
          "{\"type\":\"urn:kekkai:problem:x\"}".getBytes(StandardCharsets.UTF_8));
    }

    static Reply silence() {
      return new Reply(0, Map.of(), null);
    }

    Reply with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Reply(status, more, body);
    }
  }

  private final Server server;
  private final ServerConnector connector;
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean stall;
  private volatile Function<Seen, Reply> answer = request -> Reply.problem(404);

  FakeKeyServer(TestCa.Issued identity, TestCa clients, String protocol) throws Exception {
    this(identity.keyStore(), clients.trustStore(), protocol, 0);
  }

  FakeKeyServer(KeyStore identity, KeyStore trusted, String protocol, int port) throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(24, 4);
    threads.setDaemon(true);
    server = new Server(threads);
    server.setStopTimeout(0);
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(identity);
    tls.setKeyStorePassword(new String(TestCa.PASSWORD));
    tls.setTrustStore(trusted);
    tls.setNeedClientAuth(true);
    tls.setExcludeProtocols();
    tls.setIncludeProtocols(protocol);
    HttpConfiguration http = new HttpConfiguration();
    SecureRequestCustomizer secure = new SecureRequestCustomizer();
    secure.setSniHostCheck(false);
    http.addCustomizer(secure);
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol("http/1.1");
    connector =
        new ServerConnector(
            server,
            1,
            1,
            new SslConnectionFactory(tls, alpn.getProtocol()),
            alpn,
            new HTTP2ServerConnectionFactory(http),
            new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new Answering());
    server.start();
  }

  URI url() {
    return URI.create("https://localhost:" + connector.getLocalPort());
  }

  int port() {
    return connector.getLocalPort();
  }

  void answer(Function<Seen, Reply> how) {
    seen.clear();
    answer = how;
  }

  /** Answers in this order; the last one for good. */
  void answer(Reply... replies) {
    Queue<Reply> left = new ConcurrentLinkedQueue<>(List.of(replies));
    Reply last = replies[replies.length - 1];
    answer(
        request -> {
          Reply next = left.poll();
          return next == null ? last : next;
        });
  }

  /** Answers with the beginning of a body, and no more. */
  void stallAfterHeaders() {
    stall = true;
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Answering extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Map<String, List<String>> headers = new LinkedHashMap<>();
      request
          .getHeaders()
          .forEach(
              field ->
                  headers
                      .computeIfAbsent(field.getLowerCaseName(), name -> new ArrayList<>())
                      .add(field.getValue()));
      String body;
      try (InputStream in = Content.Source.asInputStream(request)) {
        body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      EndPoint.SslSessionData session =
          (EndPoint.SslSessionData) request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
      Seen what =
          new Seen(
              request.getMethod(),
              URI.create(request.getHttpURI().toString()),
              request.getConnectionMetaData().getProtocol(),
              headers,
              body,
              session.peerCertificates()[0]);
      seen.add(what);
      if (stall) {
        response.setStatus(200);
        response.getHeaders().put("content-type", "application/json");
        response.write(false, ByteBuffer.wrap("{".getBytes(StandardCharsets.UTF_8)), Callback.NOOP);
        closing.await();
        return false;
      }
      Reply reply = answer.apply(what);
      if (reply.body() == null) {
        closing.await();
        return false;
      }
      response.setStatus(reply.status());
      reply.headers().forEach(response.getHeaders()::put);
      response.write(true, ByteBuffer.wrap(reply.body()), callback);
      return true;
    }
  }
}
