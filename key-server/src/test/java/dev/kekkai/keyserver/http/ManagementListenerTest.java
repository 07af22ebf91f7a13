package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.config.ListenAddress;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManagementListenerTest {
  private volatile List<String> missing = List.of("token", "audit");

  private static HttpResponse<String> send(int port, String method, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void says_whether_it_is_alive_ready_and_what_it_counted() throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.counter("kekkai.test").increment();
    try (ManagementListener listener =
        new ManagementListener(new ListenAddress("127.0.0.1", 0), () -> missing, registry)
            .start()) {
      int port = listener.port();
      assertThat(send(port, "GET", "/healthz").statusCode()).isEqualTo(200);
      HttpResponse<String> notReady = send(port, "GET", "/readyz");
      assertThat(notReady.statusCode()).isEqualTo(503);
      assertThat(notReady.body()).isEqualTo("{\"ready\":false,\"missing\":[\"token\",\"audit\"]}");
      missing = List.of();
      assertThat(send(port, "GET", "/readyz").statusCode()).isEqualTo(200);
      HttpResponse<String> metrics = send(port, "GET", "/metrics");
      assertThat(metrics.body()).contains("kekkai_test_total 1.0");
      assertThat(metrics.headers().firstValue("content-type").orElse(""))
          .startsWith("text/plain; version=0.0.4");
      assertThat(send(port, "GET", "/v1/keks").statusCode()).isEqualTo(404);
      assertThat(send(port, "POST", "/healthz").statusCode()).isEqualTo(405);
    }
  }
}
