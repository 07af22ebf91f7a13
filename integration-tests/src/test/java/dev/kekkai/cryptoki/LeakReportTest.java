package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.integration.CapturedLog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Loans that don't end. */
class LeakReportTest {
  private final CapturedLog log = new CapturedLog(LeakReport.class.getName());
  private PoolOnToken on;
  private final CountDownLatch lent = new CountDownLatch(1);
  private final CountDownLatch enough = new CountDownLatch(1);

  @BeforeEach
  void open() throws TokenException {
    on = new PoolOnToken(2);
  }

  @AfterEach
  void stop() {
    log.close();
    on.close();
  }

  @Test
  void a_long_loan_is_told_once_with_the_thread_and_where_it_is() throws Exception {
    Thread keeper = new Thread(this::keepASession, "keeper\nof sessions");
    keeper.start();
    lent.await();

    on.pass(PoolOnToken.LEAK_AFTER.minusSeconds(1));
    assertThat(log.lines()).isEmpty();
    on.pass(PoolOnToken.LEAK_AFTER.multipliedBy(3));
    enough.countDown();
    keeper.join();

    assertThat(log.lines())
        .singleElement()
        .asString()
        .matches("(?s)A PKCS#11 session has been lent for 6\\d000 ms .*")
        .contains("(sessions.leak-after is 60000 ms)")
        .contains("to thread keeper?of sessions\n\tat ")
        .contains("LeakReportTest.keepASession(LeakReportTest.java:")
        .doesNotContain("java.util.concurrent.CountDownLatch");
    assertThat(on.heard).singleElement().asString().matches("keeper.of sessions 6\\d s");
  }

  @Test
  void the_next_loan_of_the_same_session_is_told_anew() throws Exception {
    for (int i = 1; i <= 2; i++) {
      PooledSession loan = on.pool.borrow();
      on.pass(PoolOnToken.LEAK_AFTER.multipliedBy(2));
      on.pool.giveBack(loan, true);
      assertThat(on.heard).hasSize(i);
    }
  }

  @Test
  void many_short_loans_are_no_leak() throws Exception {
    for (int i = 0; i < 100; i++) {
      PooledSession loan = on.pool.borrow();
      on.pass(Duration.ofSeconds(20));
      on.pool.giveBack(loan, true);
    }
    assertThat(on.heard).isEmpty();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void a_virtual_thread_is_told_by_its_number() throws Exception {
    Thread keeper = VirtualThreads.start(this::keepASession);
    lent.await();
    on.pass(PoolOnToken.LEAK_AFTER.multipliedBy(2));
    enough.countDown();
    keeper.join();
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("to thread #" + keeper.getId() + ", a virtual thread or one that has ended")
        .contains("Thread.dump_to_file");
    assertThat(on.heard).singleElement().asString().startsWith("#" + keeper.getId() + " 6");
  }

  private void keepASession() {
    try {
      PooledSession loan = on.pool.borrow();
      lent.countDown();
      enough.await();
      on.pool.giveBack(loan, true);
    } catch (TokenException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
