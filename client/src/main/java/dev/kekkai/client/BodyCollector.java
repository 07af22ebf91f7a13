package dev.kekkai.client;

import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Chooses how much of an answer is taken, once its status is known. For one attempt. */
final class BodyCollector implements HttpResponse.BodyHandler<byte[]> {

  /** Of problem details nothing is read; they are let in so that the connection can go on. */
  private static final int PROBLEM_BYTES = 64 * 1024;

  private @Nullable BoundedBody body;
  private boolean abandoned;

  @Override
  public synchronized HttpResponse.BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo info) {
    BoundedBody made =
        new BoundedBody(
            info.statusCode() == 200 ? Call.MAX_ANSWER_BYTES : PROBLEM_BYTES, announced(info));
    if (abandoned) {
      made.abandon();
    }
    body = made;
    return made;
  }

  private static long announced(HttpResponse.ResponseInfo info) {
    try {
      return info.headers().firstValueAsLong("content-length").orElse(-1);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The caller does not wait any longer. */
  synchronized void abandon() {
    abandoned = true;
    if (body != null) {
      body.abandon();
    }
  }
}
