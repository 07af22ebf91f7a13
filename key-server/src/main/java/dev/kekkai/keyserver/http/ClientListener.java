package dev.kekkai.keyserver.http;

import dev.kekkai.keyserver.audit.reject.RejectLog;
import dev.kekkai.keyserver.config.LimitSettings;
import dev.kekkai.keyserver.config.ListenAddress;
import dev.kekkai.keyserver.tls.ServerTls;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.AcceptRateLimit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener for clients: HTTP/2 and HTTP/1.1 over TLS 1.3. Everything a client may take up is
 * limited: connections, new ones a second, requests on one, time for the handshake, for a header,
 * for a body, for the answer, and memory for all bodies.
 */
public final class ClientListener implements AutoCloseable {
  /** Threads that read and write while all workers wait for database and HSM. */
  private static final int IO_THREADS = 24;

  /** For connections to say goodbye once nothing is under way on them. */
  private static final long GOODBYE_MILLIS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(ClientListener.class);

  private final Server server;
  private final ServerConnector connector;
  private final FrontHandler front;
  private final Duration drainTimeout;

  /**
   * Does not listen before {@link #start}.
   *
   * @param listen where
   * @param limits what a client may take up
   * @param tls certificate and authorities
   * @param services what is behind the paths
   * @param rejects where attempts of nobody go
   * @param registry counts
   */
  public ClientListener(
      ListenAddress listen,
      LimitSettings limits,
      ServerTls tls,
      Services services,
      RejectLog rejects,
      MeterRegistry registry) {
    QueuedThreadPool threads = new QueuedThreadPool(limits.threads() + IO_THREADS, 8);
    threads.setName("kekkai-http");
    threads.setDaemon(true);
    drainTimeout = limits.drainTimeout();
    server = new Server(threads, null, new WipingBufferPool());
    HttpMeters meters = new HttpMeters(registry);
    server.setErrorHandler(new ProblemErrorHandler(rejects, meters));
    connector = connector(server, listen, limits, tls);
    server.addConnector(connector);
    BodyBudget budget = new BodyBudget(limits.bodiesBytes(), limits.bodyBytes());
    WorkLimit work = new WorkLimit(threads, limits.threads(), limits.queue());
    front =
        new FrontHandler(services.routes(limits.batch()), limits, budget, work, rejects, meters);
    ConnectionWatch watch =
        new ConnectionWatch(limits.handshakeTimeout(), limits.idleTimeout(), front);
    connector.addBean(watch);
    connector.addBean(new TlsRejects(rejects, meters));
    server.setHandler(watch);
    server.setStopTimeout(GOODBYE_MILLIS);
    limitConnections(limits);
    gauge(registry, "kekkai.server.connections", "Connections of clients", watch::connections);
    gauge(registry, "kekkai.server.working", "Requests worked on now", work::running);
    gauge(registry, "kekkai.server.waiting", "Requests that wait for a worker", work::waiting);
    gauge(registry, "kekkai.server.body.bytes", "Memory that bodies take now", budget::taken);
  }

  private static void gauge(
      MeterRegistry registry, String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  private static ServerConnector connector(
      Server server, ListenAddress listen, LimitSettings limits, ServerTls tls) {
    HttpConfiguration config = new HttpConfiguration();
    config.setSendServerVersion(false);
    config.setSendXPoweredBy(false);
    config.setRequestHeaderSize(limits.headerBytes());
    config.setIdleTimeout(limits.idleTimeout().toMillis());
    // no SNI is asked for, but the name that was signed has to be one of the certificate's: else a
    // request to another server that knows the same clients could be sent again here
    config.addCustomizer(new SecureRequestCustomizer(true));
    HttpConnectionFactory http1 = new HttpConnectionFactory(config);
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(config);
    http2.setMaxConcurrentStreams(limits.streams());
    http2.setConnectProtocolEnabled(false);
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http1.getProtocol());
    SslConnectionFactory ssl = new SslConnectionFactory(tls.factory(), alpn.getProtocol());
    ServerConnector connector = new ServerConnector(server, ssl, alpn, http2, http1);
    connector.setHost(listen.host());
    connector.setPort(listen.port());
    connector.setIdleTimeout(limits.idleTimeout().toMillis());
    connector.setShutdownIdleTimeout(GOODBYE_MILLIS);
    return connector;
  }

  private void limitConnections(LimitSettings limits) {
    NetworkConnectionLimit most = new NetworkConnectionLimit(limits.connections(), connector);
    // who has nothing to say makes room
    most.setEndPointIdleTimeout(limits.handshakeTimeout().toMillis());
    server.addBean(most);
    server.addBean(new AcceptRateLimit(limits.accepts(), 1, TimeUnit.SECONDS, connector));
  }

  /**
   * Begins to listen.
   *
   * @return this
   * @throws IOException when the address can't be had
   */
  public ClientListener start() throws IOException {
    start(server);
    return this;
  }

  static void start(Server server) throws IOException {
    try {
      server.start();
    } catch (IOException e) {
      stop(server);
      throw e;
    } catch (Exception e) {
      stop(server);
      throw new IOException("The listener does not start: " + e.getMessage(), e);
    }
  }

  static void stop(Server server) {
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOG.debug("Clients that did not close their connections in time were cut off", e);
    } catch (Exception e) {
      LOG.warn("A listener did not stop in order: {}", e.toString());
    }
  }

  /**
   * Where it listens.
   *
   * @return the port
   */
  public int port() {
    return connector.getLocalPort();
  }

  /**
   * Takes no more connections and requests, lets those under way finish within the time for that,
   * and ends. HTTP/2 says goodbye only then: many a client takes it for the end of everything.
   */
  @Override
  public void close() {
    connector.close();
    if (!front.drain(drainTimeout)) {
      LOG.warn("Requests were still under way after {}", drainTimeout);
    }
    stop(server);
  }
}
