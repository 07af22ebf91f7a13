package dev.kekkai.keyserver.webhook;

import dev.kekkai.formats.httpsig.RequestSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.security.SignatureException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON to one address, signed as requests to the key server are (RFC 9421), so that the
 * receiver knows who says it and that nobody changed it. Redirections are not followed.
 * Thread-safe.
 */
public final class Webhook {
  private static final String JSON = "application/json";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int OK = 200;
  private static final int REDIRECTION = 300;

  private final URI target;
  private final RequestSigner signer;
  private final Duration timeout;
  private final HttpClient http;

  /**
   * For one receiver.
   *
   * @param target where to post: {@code https}, or {@code http} on this machine; no user, no
   *     fragment
   * @param signer signs each request
   * @param tls whom to trust; null for the JVM's trust store
   * @param timeout for all of a post, to the end of the answer
   * @throws IllegalArgumentException when the address is none of those
   */
  public Webhook(URI target, RequestSigner signer, @Nullable SSLContext tls, Duration timeout) {
    requireFit(target);
    this.target = target;
    this.signer = signer;
    this.timeout = timeout;
    HttpClient.Builder builder =
        HttpClient.newBuilder().connectTimeout(timeout).followRedirects(HttpClient.Redirect.NEVER);
    if (tls != null) {
      builder.sslContext(tls);
    }
    this.http = builder.build();
  }

  /**
   * Refuses an address whose answers anybody on the way could give.
   *
   * @param target where somebody wants to post
   * @throws IllegalArgumentException unless it is {@code https}, or {@code http} on this machine,
   *     without user and fragment
   */
  public static void requireFit(URI target) {
    String scheme = target.getScheme();
    String host = target.getHost();
    boolean secure = "https".equalsIgnoreCase(scheme);
    boolean here = "http".equalsIgnoreCase(scheme) && host != null && LOOPBACK.contains(host);
    if (host == null
        || !(secure || here)
        || target.getRawUserInfo() != null
        || target.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "A webhook's address is https://HOST/..., or http://127.0.0.1/... on this machine,"
              + " without user and fragment");
    }
  }

  /**
   * Posts once.
   *
   * @param json the body
   * @throws IOException when it was not answered with success
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  public void post(byte[] json) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .header("content-type", JSON)
            .POST(HttpRequest.BodyPublishers.ofByteArray(json));
    try {
      signer.sign("POST", target, JSON, json).forEach(request::header);
    } catch (SignatureException e) {
      throw new IOException("The webhook's request could not be signed", e);
    }
    int status = WholeAnswer.status(http, request.build(), timeout);
    if (status < OK || status >= REDIRECTION) {
      throw new IOException(
          String.format(Locale.ROOT, "The webhook's receiver answered %d", status));
    }
  }
}
