package dev.kekkai.client;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of one answer up to a limit, and leaves no array behind: what it outgrew or
 * gave up is wiped. (The buffers that the JDK read into are the JDK's, and read-only.) Thread-safe.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {

  /** Given instead of a body that is longer than the limit; known by its identity. */
  static final byte[] TOO_LONG = new byte[0];

  private static final int FIRST_BYTES = 4 * 1024;

  private final int limit;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private byte[] buffer;
  private byte @Nullable [] given;
  private int length;
  private boolean ended;
  private Flow.@Nullable Subscription subscription;

  /**
   * For one answer.
   *
   * @param limit the most bytes
   * @param announced how long it is said to be; negative when nothing is said
   */
  BoundedBody(int limit, long announced) {
    this.limit = limit;
    this.buffer =
        new byte[(int) Math.min(limit, announced < 0 ? FIRST_BYTES : Math.max(announced, 1))];
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> pieces) {
    for (ByteBuffer piece : pieces) {
      if (!ended && piece.remaining() > limit - length) {
        end();
        whole.complete(TOO_LONG);
        if (subscription != null) {
          subscription.cancel();
        }
      }
      if (!ended) {
        append(piece);
      }
    }
  }

  @Override
  public synchronized void onError(Throwable cause) {
    end();
    whole.completeExceptionally(cause);
  }

  @Override
  public synchronized void onComplete() {
    if (!ended) {
      byte[] all = buffer.length == length ? buffer : Arrays.copyOf(buffer, length);
      if (all != buffer) {
        Arrays.fill(buffer, (byte) 0);
      }
      ended = true;
      given = all;
      whole.complete(all);
    }
  }

  /** For a body that nobody will read: wipes what has come and what may still come. */
  synchronized void abandon() {
    end();
    if (given != null) {
      Arrays.fill(given, (byte) 0);
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      Arrays.fill(buffer, (byte) 0);
    }
  }

  private void append(ByteBuffer piece) {
    int more = piece.remaining();
    if (more > buffer.length - length) {
      int room = Math.max(length + more, (int) Math.min(limit, 2L * buffer.length));
      byte[] greater = Arrays.copyOf(buffer, room);
      Arrays.fill(buffer, (byte) 0);
      buffer = greater;
    }
    piece.get(buffer, length, more);
    length += more;
  }
}
