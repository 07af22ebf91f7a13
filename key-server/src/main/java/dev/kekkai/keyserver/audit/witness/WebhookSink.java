package dev.kekkai.keyserver.audit.witness;

import dev.kekkai.keyserver.audit.format.SignedSeal;
import dev.kekkai.keyserver.audit.json.AuditJson;
import dev.kekkai.keyserver.webhook.Webhook;
import dev.kekkai.keyserver.webhook.WholeAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One POST for each seal, with its line as the body; taken when the answer is 2xx. */
final class WebhookSink implements SealSink {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final URI uri;
  private final HttpClient client;
  private final Duration within;

  WebhookSink(URI uri, HttpClient client) {
    this(uri, client, WITHIN);
  }

  WebhookSink(URI uri, HttpClient client, Duration within) {
    // in clear, anybody on the way could take a seal away and say that it was taken
    Webhook.requireFit(uri);
    this.uri = uri;
    this.client = client;
    this.within = within;
  }

  /** Without path and query, which may hold a token. */
  @Override
  public String name() {
    return String.format(Locale.ROOT, "%s://%s", uri.getScheme(), uri.getHost());
  }

  @Override
  public void send(List<SignedSeal> seals) throws IOException, InterruptedException {
    for (SignedSeal seal : seals) {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(AuditJson.line(seal)))
              .build();
      int status = WholeAnswer.status(client, request, within);
      if (status / 100 != 2) {
        throw new IOException("it answered " + status);
      }
    }
  }

  @Override
  public void close() {
    // the client has no sockets of its own to close
  }
}
