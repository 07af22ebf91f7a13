package dev.kekkai.client;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and ends the JDK's HTTP clients, each with connections of its own.
 *
 * @param tls the client's certificate, and what it trusts
 * @param connectTimeout for TCP and TLS together
 * @param proxies null for none: the JVM's own proxy settings are not meant for key servers
 */
record HttpConnections(SSLContext tls, Duration connectTimeout, @Nullable ProxySelector proxies) {

  private static final Logger LOG = LoggerFactory.getLogger(HttpConnections.class);
  private static final @Nullable MethodHandle SHUTDOWN = find("shutdown");
  private static final @Nullable MethodHandle SHUTDOWN_NOW = find("shutdownNow");

  HttpClient open() {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_2)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connectTimeout)
        .sslContext(tls)
        .sslParameters(parameters)
        .proxy(proxies == null ? HttpClient.Builder.NO_PROXY : proxies)
        .build();
  }

  /** Ends a client when the requests that it has are done. */
  static void retire(HttpClient client) {
    call(SHUTDOWN, client);
  }

  /** Ends a client at once. */
  static void end(HttpClient client) {
    call(SHUTDOWN_NOW, client);
  }

  /**
   * Before Java 21 there are no such methods: the client's thread and its connections end when the
   * collector finds that nobody has it any more.
   */
  private static void call(@Nullable MethodHandle method, HttpClient client) {
    if (method != null) {
      try {
        method.invoke(client);
      } catch (Throwable e) {
        LOG.debug("The HTTP client did not shut down", e);
      }
    }
  }

  private static @Nullable MethodHandle find(String method) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(HttpClient.class, method, MethodType.methodType(void.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }
}
