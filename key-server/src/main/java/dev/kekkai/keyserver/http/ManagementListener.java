package dev.kekkai.keyserver.http;

import dev.kekkai.keyserver.config.ListenAddress;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Health and metrics, in clear, for whoever runs the server: on an address that clients don't
 * reach. There is nothing secret in it, and nothing can be changed here.
 */
public final class ManagementListener implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int CONNECTIONS = 64;
  private static final int IDLE_MILLIS = 10_000;
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Server server;
  private final ServerConnector connector;

  /**
   * Does not listen before {@link #start}.
   *
   * @param listen where
   * @param readiness for {@code /readyz}
   * @param registry for {@code /metrics}
   */
  public ManagementListener(
      ListenAddress listen, Readiness readiness, PrometheusMeterRegistry registry) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("kekkai-management");
    threads.setDaemon(true);
    server = new Server(threads);
    HttpConfiguration config = new HttpConfiguration();
    config.setSendServerVersion(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(config));
    connector.setHost(listen.host());
    connector.setPort(listen.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
    server.setErrorHandler(new ProblemErrorHandler(null, new HttpMeters(registry)));
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            send(answer(request, readiness, registry), response, callback);
            return true;
          }
        });
  }

  /**
   * Begins to listen.
   *
   * @return this
   * @throws IOException when the address can't be had
   */
  public ManagementListener start() throws IOException {
    ClientListener.start(server);
    return this;
  }

  private static Answer answer(
      Request request, Readiness readiness, PrometheusMeterRegistry registry) {
    if (!request.getMethod().equals("GET")) {
      return text(405, JSON, "{\"error\":\"GET only\"}").with("Allow", "GET");
    }
    return switch (String.valueOf(Request.getPathInContext(request))) {
      case "/healthz" -> text(200, JSON, "{\"alive\":true}");
      case "/readyz" -> ready(readiness.missing());
      case "/metrics" -> text(200, PROMETHEUS, registry.scrape());
      default -> text(404, JSON, "{\"error\":\"/healthz, /readyz and /metrics are here\"}");
    };
  }

  private static Answer ready(List<String> missing) {
    String words = missing.stream().map(word -> '"' + word + '"').collect(Collectors.joining(","));
    return text(
        missing.isEmpty() ? 200 : 503,
        JSON,
        "{\"ready\":" + missing.isEmpty() + ",\"missing\":[" + words + "]}");
  }

  private static Answer text(int status, String mediaType, String text) {
    return Answer.of(status, mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(Answer answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.mediaType());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }

  /**
   * Where it listens.
   *
   * @return the port
   */
  public int port() {
    return connector.getLocalPort();
  }

  /** Stops listening. */
  @Override
  public void close() {
    ClientListener.stop(server);
  }
}
