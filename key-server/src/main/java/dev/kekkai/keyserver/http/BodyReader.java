package dev.kekkai.keyserver.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body as it comes, without a thread that waits. Memory is taken for what has come, not for
 * what was announced. A body that is too long is read on for a while and thrown away, since many a
 * client hears nothing before it has said everything.
 */
final class BodyReader {
  private static final int FIRST_BYTES = 4096;

  /** How much more than allowed is read and thrown away. */
  private static final long PATIENCE_BYTES = 8L << 20;

  private final Request request;
  private final int most;
  private final BodyBudget.Lease lease;
  private final Consumer<byte[]> whole;
  private final Consumer<Problem> failed;
  private byte[] buffer = new byte[0];
  private int length;
  private @Nullable Problem problem;
  private long thrownAway;

  /**
   * For one request.
   *
   * @param request whose body
   * @param most the longest body, in bytes
   * @param lease memory for it, given back by the caller
   * @param whole gets the body; called at most once
   * @param failed hears why there is none; called instead
   */
  BodyReader(
      Request request,
      int most,
      BodyBudget.Lease lease,
      Consumer<byte[]> whole,
      Consumer<Problem> failed) {
    this.request = request;
    this.most = most;
    this.lease = lease;
    this.whole = whole;
    this.failed = failed;
  }

  /** Whether a body is so long, or announced with such care, that it need not be sent at all. */
  static boolean isBeyondPatience(Request request, int most) {
    return request.getLength() > most
        && (request.getLength() > most + PATIENCE_BYTES
            || request.getHeaders().contains(HttpHeader.EXPECT));
  }

  /** Reads what there is, and asks to be called again when there is more. */
  void read() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this::read); // Jetty calls back one at a time
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        boolean slow = chunk.getFailure() instanceof TimeoutException;
        failed.accept(slow ? Problem.TIMEOUT : Problem.BAD_REQUEST);
        return;
      }
      try {
        take(chunk.getByteBuffer());
      } finally {
        chunk.release();
      }
      if (chunk.isLast() || thrownAway > PATIENCE_BYTES) {
        end();
        return;
      }
    }
  }

  private void end() {
    if (problem != null) {
      failed.accept(problem);
    } else {
      whole.accept(buffer.length == length ? buffer : Arrays.copyOf(buffer, length));
    }
  }

  private void take(ByteBuffer bytes) {
    int more = bytes.remaining();
    if (problem == null) {
      problem = add(bytes, more);
    }
    if (problem != null) {
      buffer = new byte[0];
      thrownAway += more;
    }
  }

  private @Nullable Problem add(ByteBuffer bytes, int more) {
    if (more > most - length) {
      return Problem.TOO_LARGE;
    }
    if (more > buffer.length - length) {
      int room = Math.max(length + more, (int) Math.min(most, capacity()));
      if (!lease.take(room - buffer.length)) {
        return Problem.UNAVAILABLE;
      }
      buffer = Arrays.copyOf(buffer, room);
    }
    bytes.get(buffer, length, more);
    length += more;
    return null;
  }

  /** Twice as much as before, but not more than was announced. */
  private long capacity() {
    long twice = Math.max(FIRST_BYTES, 2L * buffer.length);
    long announced = request.getLength();
    return announced < 0 ? twice : Math.min(twice, announced);
  }
}
