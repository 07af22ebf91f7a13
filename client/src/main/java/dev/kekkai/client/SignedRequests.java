package dev.kekkai.client;

import dev.kekkai.formats.httpsig.RequestSigner;
import dev.kekkai.formats.httpsig.SignaturePolicy;
import dev.kekkai.formats.httpsig.SigningKey;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SignatureException;
import java.time.Clock;
import java.time.Duration;

/** Makes the HTTP request for one attempt; what is posted is signed with a nonce of its own. */
final class SignedRequests {

  /** Longer than any attempt, and much shorter than the server remembers nonces for. */
  private static final Duration VALIDITY = Duration.ofMinutes(1);

  private final RequestSigner signer;

  SignedRequests(SigningKey key, Clock clock) {
    this.signer = new RequestSigner(key, SignaturePolicy.TAG, VALIDITY, clock);
  }

  HttpRequest make(URI base, Call call) throws SignatureException {
    URI target = base.resolve(call.path());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .header("accept", call.accept())
            .header("user-agent", "kekkai-client");
    byte[] body = call.body();
    if (body == null) {
      return request.GET().build();
    }
    signer.sign(call.method(), target, Call.JSON, body).forEach(request::header);
    return request.header("content-type", Call.JSON).POST(BodyPublishers.ofByteArray(body)).build();
  }
}
