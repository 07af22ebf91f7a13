package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fewer sessions than callers want. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolShortageTest {
  private static final int MAX = 3;

  private PoolOnToken on;
  private SessionPool pool;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void open() throws TokenException {
    on = new PoolOnToken(MAX);
    pool = on.pool;
  }

  @AfterEach
  void close() {
    on.close();
    threads.shutdownNow();
    assertThat(on.open()).isZero();
  }

  @Test
  void when_the_token_has_no_more_sessions_callers_share_those_there_are() throws Exception {
    PooledSession first = pool.borrow();
    on.noMoreSessions();

    FutureTask<PooledSession> second = new FutureTask<>(() -> pool.borrow());
    FutureTask<PooledSession> third = new FutureTask<>(() -> pool.borrow());
    Waiting.start(second); // having asked the token, or not
    Waiting.start(third);
    assertThat(pool.waiting()).isEqualTo(2);
    pool.giveBack(first, true);
    Future<PooledSession> served = servedFirst(second, third);
    pool.giveBack(served.get(), true);
    PooledSession last = (served == second ? third : second).get(30, TimeUnit.SECONDS);
    pool.giveBack(last, true);

    assertThat(second.get()).isSameAs(first);
    assertThat(third.get()).isSameAs(first);
    assertThat(on.heard).containsExactly("waited", "waited");
  }

  private static Future<PooledSession> servedFirst(
      Future<PooledSession> one, Future<PooledSession> other) throws Exception {
    while (!one.isDone() && !other.isDone()) {
      Thread.sleep(1);
    }
    return one.isDone() ? one : other;
  }

  @Test
  void the_bound_rises_again_by_and_by() throws Exception {
    PooledSession first = pool.borrow();
    on.noMoreSessions();
    assertThatThrownBy(() -> pool.borrow(0))
        .isInstanceOf(SessionExhaustedException.class)
        .hasMessageContaining("1 of 1 in use")
        .hasMessageContaining("The token has no more sessions for this process now");
    assertThat(pool.bound()).isEqualTo(1);

    on.moreSessions();
    on.pass(Duration.ofSeconds(61));
    assertThat(pool.bound()).isEqualTo(2);
    PooledSession second = pool.borrow(0);
    on.pass(Duration.ofSeconds(181));
    assertThat(pool.bound()).isEqualTo(MAX);
    PooledSession third = pool.borrow(0);
    assertThat(pool.lentCount()).isEqualTo(MAX);
    for (PooledSession loan : new PooledSession[] {first, second, third}) {
      pool.giveBack(loan, true);
    }
  }

  @Test
  void closing_is_not_held_up_by_a_lowered_bound() throws Exception {
    PooledSession first = pool.borrow();
    on.noMoreSessions();
    assertThatThrownBy(() -> pool.borrow(0)).isInstanceOf(SessionExhaustedException.class);
    pool.giveBack(first, true);
    Future<?> closing = threads.submit(pool::close);
    closing.get(30, TimeUnit.SECONDS);
    assertThat(on.open()).isZero();
  }

  @Test
  void a_caller_with_little_time_waits_no_longer() throws Exception {
    PooledSession[] lent = {pool.borrow(), pool.borrow(), pool.borrow()};
    long start = System.nanoTime();
    assertThatThrownBy(() -> pool.borrow(TimeUnit.MILLISECONDS.toNanos(30)))
        .isInstanceOf(SessionExhaustedException.class)
        .hasMessageContaining("within 30 ms: 3 of 3 in use, 1 threads waiting")
        .hasMessageContaining("kept all that time by thread '" + Thread.currentThread().getName())
        .hasMessageEndingWith(
            "Raise sessions.max if the token allows more, or give the call more time");
    assertThat(System.nanoTime() - start).isLessThan(PoolOnToken.TIMEOUT.toNanos() / 2);
    assertThat(on.heard).containsExactly("waited in vain");
    for (PooledSession loan : lent) {
      pool.giveBack(loan, true);
    }
  }

  @Test
  void a_listener_that_throws_changes_nothing() throws Exception {
    PooledSession[] lent = {pool.borrow(), pool.borrow(), pool.borrow()};
    on.throwing = true;
    assertThatThrownBy(() -> pool.borrow(1)).isInstanceOf(SessionExhaustedException.class);
    FutureTask<PooledSession> waiting = new FutureTask<>(() -> pool.borrow());
    Waiting.start(waiting);
    pool.giveBack(lent[0], true);
    assertThat(waiting.get(30, TimeUnit.SECONDS)).isSameAs(lent[0]);
    assertThat(on.heard).containsExactly("waited in vain", "waited");
    for (PooledSession loan : lent) {
      pool.giveBack(loan, true);
    }
    on.use(MAX);
  }

  @Test
  void a_hot_session_of_another_thread_is_no_reason_to_wait() throws Exception {
    on.use(MAX);
    for (int i = 0; i < MAX; i++) {
      threads.submit(() -> on.use()).get();
    }
    on.use(MAX);
    assertThat(on.heard).isEmpty();
    assertThat(on.open()).isEqualTo(MAX);
  }
}
