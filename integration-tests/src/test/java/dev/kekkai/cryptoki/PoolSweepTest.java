package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to sessions that nobody uses. */
class PoolSweepTest {
  private static final int MAX = 4;

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
    assertThat(on.open()).isZero();
  }

  @Test
  void a_session_in_use_is_never_looked_at() throws TokenException {
    Session first = on.use();
    for (int i = 0; i < 300; i++) {
      on.pass(PoolOnToken.VALIDATE_AFTER.dividedBy(3));
      assertThat(on.use()).isSameAs(first);
    }
    assertThat(on.faults.calls("C_GetSessionInfo")).isZero();
  }

  @Test
  void a_session_is_looked_at_after_a_pause_of_any_phase_and_then_no_more() throws TokenException {
    Session first = on.use();
    for (int i = 1; i <= 50; i++) {
      on.pass(PoolOnToken.VALIDATE_AFTER.plusMillis(i * 731L % 5000));
      assertThat(on.use()).isSameAs(first);
      assertThat(on.use()).isSameAs(first);
      assertThat(on.faults.calls("C_GetSessionInfo")).isEqualTo(i);
    }
    assertThat(on.faults.calls("C_OpenSession")).isEqualTo(1);
  }

  @Test
  void a_session_that_died_in_a_pause_reaches_no_borrower() throws TokenException {
    on.use(2);
    on.pass(PoolOnToken.VALIDATE_AFTER);
    on.faults.fail("C_GetSessionInfo", 1, 1, Ckr.SESSION_HANDLE_INVALID);

    on.use(2);

    assertThat(on.heard).containsExactly("C_GetSessionInfo CKR_SESSION_HANDLE_INVALID (0xB3)");
    assertThat(on.faults.calls("C_GetSessionInfo")).isEqualTo(2);
    assertThat(on.faults.calls("C_OpenSession")).isEqualTo(3);
    assertThat(on.open()).isEqualTo(2);
    on.use(MAX);
  }

  @Test
  void sessions_that_nobody_needs_are_closed_down_to_one() throws TokenException {
    on.use(MAX);
    on.pass(PoolOnToken.IDLE.minusSeconds(20));
    assertThat(on.open()).isEqualTo(MAX);

    on.pass(Duration.ofSeconds(40));
    assertThat(on.open()).isEqualTo(1);
    assertThat(pool.openCount()).isEqualTo(1);

    on.pass(PoolOnToken.IDLE.multipliedBy(3));
    assertThat(on.open()).isEqualTo(1);
    on.use(MAX);
    assertThat(on.open()).isEqualTo(MAX);
  }

  @Test
  void a_session_in_use_stays_when_others_are_closed() throws TokenException {
    on.use(MAX);
    for (int i = 0; i < 400; i++) {
      on.pass(Duration.ofSeconds(2));
      on.use();
    }
    assertThat(on.open()).isEqualTo(1);
    assertThat(on.faults.calls("C_OpenSession")).isEqualTo(MAX);
  }

  @Test
  void the_hot_sessions_of_threads_that_ended_are_closed_and_leave_their_places() throws Exception {
    PooledSession[] loans = new PooledSession[MAX];
    for (int i = 0; i < MAX; i++) {
      loans[i] = pool.borrow();
    }
    for (PooledSession loan : loans) {
      Thread one = new Thread(() -> pool.giveBack(loan, true));
      one.start();
      one.join();
    }
    on.pass(PoolOnToken.IDLE.plusSeconds(20));
    assertThat(on.open()).isEqualTo(1);
    on.use(MAX);
  }

  @Test
  void a_lent_session_is_neither_moved_nor_closed() throws TokenException {
    PooledSession loan = pool.borrow();
    on.use();
    on.pass(PoolOnToken.IDLE.multipliedBy(2));
    assertThat(loan.session().state()).isNotNegative();
    assertThat(pool.lentCount()).isEqualTo(1);
    assertThat(pool.openCount()).isEqualTo(1);
    pool.giveBack(loan, true);
    assertThat(pool.lentCount()).isZero();
    assertThat(pool.max()).isEqualTo(MAX);
  }
}
