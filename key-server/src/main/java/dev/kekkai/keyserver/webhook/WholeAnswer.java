package dev.kekkai.keyserver.webhook;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a status and waits for the end of the answer too, with one limit for all of it. The
 * timeout of a request does not do that: it ends with the answer's headers, and a receiver that
 * then says nothing more would be waited for without end. Thread-safe.
 */
public final class WholeAnswer {
  /** Nobody reads an answer's body: one that is longer is not waited for. */
  private static final long MAX_BODY_BYTES = 65_536;

  private WholeAnswer() {}

  /**
   * Sends a request.
   *
   * @param http sends it
   * @param request what to send
   * @param within how long it may take, from the connection to the end of the answer
   * @return the status that was answered
   * @throws IOException when there is no whole answer in that time
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  public static int status(HttpClient http, HttpRequest request, Duration within)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(request, head -> new Discarded());
    boolean done = false;
    try {
      int status = answer.get(within.toNanos(), TimeUnit.NANOSECONDS).statusCode();
      done = true;
      return status;
    } catch (TimeoutException e) {
      throw new IOException("There was no whole answer within " + within.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } finally {
      if (!done) {
        answer.cancel(true); // and with it the connection
      }
    }
  }

  /** Counts bytes and keeps none. */
  private static final class Discarded implements HttpResponse.BodySubscriber<Void> {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private long bytes;

    @Override
    public CompletionStage<Void> getBody() {
      return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
      subscription = begun;
      begun.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        bytes += buffer.remaining();
      }
      if (bytes > MAX_BODY_BYTES && subscription != null) {
        subscription.cancel();
        end.complete(null);
      }
    }

    @Override
    public void onError(Throwable e) {
      end.completeExceptionally(e);
    }

    @Override
    public void onComplete() {
      end.complete(null);
    }
  }
}
