package dev.kekkai.keyserver.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver that answers 200 at once and then goes on with a body that does not end. */
public final class EndlessAnswer implements AutoCloseable {
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final CountDownLatch hungUp = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger atOnce = new AtomicInteger(1);

  /** With a byte now and then. */
  public EndlessAnswer() throws IOException {
    server.createContext("/", this::answer);
    server.start();
  }

  /** Much of it, as fast as it is taken. */
  EndlessAnswer fast() {
    atOnce.set(65_536);
    return this;
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      byte[] bytes = new byte[atOnce.get()];
      do {
        body.write(bytes);
        body.flush();
      } while (!end.await(1, TimeUnit.MILLISECONDS));
    } catch (IOException e) {
      hungUp.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where it is. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Waits until whoever asked has hung up. */
  public void awaitHangUp() throws InterruptedException {
    assertThat(hungUp.await(10, TimeUnit.SECONDS)).as("hung up").isTrue();
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
  }
}
