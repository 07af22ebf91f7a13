package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools that lend no more. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolEndTest {
  private static final int MAX = 3;

  private PoolOnToken on;
  private SessionPool pool;

  @BeforeEach
  void open() throws TokenException {
    on = new PoolOnToken(MAX);
    pool = on.pool;
  }

  @AfterEach
  void close() {
    on.close();
  }

  @Test
  void a_lost_connection_closes_what_is_idle_and_the_rest_when_it_comes_back() throws Exception {
    on.use(MAX);
    PooledSession lent = pool.borrow();

    pool.retire(true);

    assertThat(on.open()).isEqualTo(1);
    assertThat(pool.lentCount()).isEqualTo(1);
    assertLost(pool::borrow);
    assertLost(() -> pool.borrowFresh(on::session));
    pool.giveBack(lent, true);
    assertThat(on.open()).isZero();
    assertThat(pool.openCount()).isZero();
  }

  @Test
  void numbers_that_may_be_somebody_elses_are_forgotten_without_a_call() throws Exception {
    on.use(MAX);
    PooledSession lent = pool.borrow();

    pool.retire(false);
    pool.giveBack(lent, true);

    assertThat(pool.openCount()).isZero();
    assertThat(on.faults.calls("C_CloseSession")).isZero();
    assertThat(on.faults.calls("release")).as("native memory").isGreaterThanOrEqualTo(MAX);
    assertLost(pool::borrow);
  }

  @Test
  void what_was_to_be_closed_is_forgotten_when_that_is_said_later() throws Exception {
    PooledSession lent = pool.borrow();
    pool.retire(true);
    pool.retire(false);
    pool.giveBack(lent, true);
    assertThat(on.faults.calls("C_CloseSession")).isZero();
  }

  @Test
  void who_waits_hears_at_once_that_the_connection_is_lost() throws Exception {
    PooledSession[] lent = {pool.borrow(), pool.borrow(), pool.borrow()};
    FutureTask<?> first = waiting(() -> pool.borrow());
    FutureTask<?> second = waiting(() -> pool.borrowFresh(on::session));

    pool.retire(true);

    assertLost(() -> result(first));
    assertLost(() -> result(second));
    assertThat(on.heard).containsExactly("waited in vain", "waited in vain");
    for (PooledSession session : lent) {
      pool.giveBack(session, true);
    }
    assertThat(on.open()).isZero();
  }

  @Test
  void who_waits_hears_at_once_that_the_token_is_closed() throws Exception {
    PooledSession[] lent = {pool.borrow(), pool.borrow(), pool.borrow()};
    FutureTask<?> first = waiting(() -> pool.borrow());
    FutureTask<?> second = waiting(() -> pool.borrow());

    FutureTask<?> closing =
        waiting(
            () -> {
              pool.close();
              return null;
            });

    for (Future<?> waiting : new Future<?>[] {first, second}) {
      assertThatThrownBy(() -> result(waiting))
          .isExactlyInstanceOf(TokenException.class)
          .hasMessage("The token has been closed");
    }
    assertThat(closing.isDone()).as("closed while sessions are lent").isFalse();
    for (PooledSession session : lent) {
      pool.giveBack(session, true);
    }
    closing.get(30, TimeUnit.SECONDS);
    assertThat(on.open()).isZero();
  }

  @Test
  void a_session_that_is_opened_meanwhile_is_not_lent() {
    assertLost(
        () ->
            pool.borrowFresh(
                () -> {
                  Session session = on.session();
                  pool.retire(true);
                  return session;
                }));
    assertThat(on.open()).isZero();
  }

  private static FutureTask<?> waiting(Callable<?> call) throws InterruptedException {
    FutureTask<?> task = new FutureTask<>(call);
    Waiting.start(task);
    return task;
  }

  private static Object result(Future<?> future) throws Throwable {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private static void assertLost(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(ConnectionLostException.class)
        .hasMessage("The connection to the token was lost")
        .matches(e -> ((TokenException) e).retryable());
  }
}
