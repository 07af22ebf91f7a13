package dev.kekkai.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class BoundedBodyTest {

  private final Upstream upstream = new Upstream();

  @Test
  void pieces_become_one_array_whatever_was_announced() throws Exception {
    for (long announced : new long[] {-1, 0, 3, 5, 9000, Long.MAX_VALUE}) {
      BoundedBody body = body(10_000, announced);
      body.onNext(List.of(ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3})));
      body.onNext(List.of(ByteBuffer.wrap(new byte[9_000])));
      body.onComplete();

      assertThat(whole(body).get()).hasSize(9_003).startsWith(1, 2, 3, 0);
    }
  }

  @Test
  void a_body_as_long_as_the_limit_is_taken_and_one_byte_more_is_not() throws Exception {
    BoundedBody exact = body(4, -1);
    exact.onNext(List.of(ByteBuffer.wrap(new byte[4])));
    exact.onComplete();
    assertThat(whole(exact).get()).hasSize(4);
    assertThat(upstream.cancelled).isFalse();

    BoundedBody longer = body(4, 2);
    longer.onNext(List.of(ByteBuffer.wrap(new byte[4]), ByteBuffer.wrap(new byte[1])));
    assertThat(whole(longer).get()).isSameAs(BoundedBody.TOO_LONG);
    assertThat(upstream.cancelled).isTrue();
    longer.onNext(List.of(ByteBuffer.wrap(new byte[1])));
    longer.onComplete();
    assertThat(whole(longer).get()).isSameAs(BoundedBody.TOO_LONG);
  }

  @Test
  void a_body_that_nobody_waits_for_is_wiped_before_and_after_it_is_whole() throws Exception {
    BoundedBody after = body(10, -1);
    after.onNext(List.of(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    after.onComplete();
    after.abandon();
    assertThat(whole(after).get()).containsExactly(0, 0, 0);

    BoundedBody before = body(10, -1);
    before.onNext(List.of(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    before.abandon();
    before.onNext(List.of(ByteBuffer.wrap(new byte[] {4})));
    before.onComplete();
    assertThat(whole(before)).isNotDone();
  }

  @Test
  void a_failure_is_passed_on() {
    BoundedBody body = body(10, -1);
    body.onError(new IOException("broken"));

    assertThatThrownBy(whole(body)::get).hasCauseInstanceOf(IOException.class);
  }

  private BoundedBody body(int limit, long announced) {
    BoundedBody body = new BoundedBody(limit, announced);
    body.onSubscribe(upstream);
    return body;
  }

  private static CompletableFuture<byte[]> whole(BoundedBody body) {
    return body.getBody().toCompletableFuture();
  }

  private static final class Upstream implements Flow.Subscription {
    boolean cancelled;

    @Override
    public void request(long n) {
      assertThat(n).isEqualTo(Long.MAX_VALUE);
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
