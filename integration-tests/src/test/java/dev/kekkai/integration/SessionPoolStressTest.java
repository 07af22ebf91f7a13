package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.SessionExhaustedException;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.FaultingCryptoki;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** More threads than sessions, on real tokens: none too many, none lost, nobody left waiting. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.kekkai.testkit.Tokens#all")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SessionPoolStressTest {
  private static final int THREADS = 8;

  /** One owns objects, so that three are lent. */
  private static final String MAX = "4";

  private static final int LENT = 3;

  @Parameter private TestToken testToken;

  private final FaultingCryptoki counted = new FaultingCryptoki();
  private final Set<Session> inUse = ConcurrentHashMap.newKeySet();
  private final AtomicInteger most = new AtomicInteger();

  @Test
  void every_thread_is_served_and_never_by_more_sessions_than_allowed() throws Exception {
    try (Token token = connect("20s")) {
      int served = together(() -> repeat(2_000, () -> token.with(this::use)));
      assertThat(served).isEqualTo(THREADS * 2_000);
      assertThat(most.get()).isLessThanOrEqualTo(LENT);
      assertThat(open()).isLessThanOrEqualTo(LENT + 1);
    }
    assertThat(open()).isZero();
  }

  @Test
  void failing_work_costs_its_session_and_no_place() throws Exception {
    try (Token token = connect("20s")) {
      int served =
          together(
              () -> {
                int good = 0;
                for (int i = 0; i < 300; i++) {
                  boolean fail = i % 3 == 0;
                  try {
                    good += token.with(s -> use(s) + failIf(fail));
                  } catch (CryptokiException e) {
                    assertThat(fail).isTrue();
                  }
                }
                return good;
              });
      assertThat(served).isEqualTo(THREADS * 200);
      assertThat(most.get()).isLessThanOrEqualTo(LENT);
      assertThat(open()).isLessThanOrEqualTo(LENT + 1);
      assertThat(counted.calls("C_CloseSession")).isGreaterThanOrEqualTo(THREADS * 100);
    }
    assertThat(open()).isZero();
  }

  @Test
  void sessions_of_other_kinds_count_to_the_same_bound() throws Exception {
    try (Token token = connect("20s")) {
      AtomicInteger turn = new AtomicInteger();
      int served =
          together(
              () ->
                  repeat(
                      300,
                      () ->
                          turn.incrementAndGet() % 4 == 0
                              ? token.withReadWrite(this::use)
                              : token.with(this::use)));
      assertThat(served).isEqualTo(THREADS * 300);
      assertThat(most.get()).isLessThanOrEqualTo(LENT);
      assertThat(open()).isLessThanOrEqualTo(LENT + 1);
    }
    assertThat(open()).isZero();
  }

  @Test
  void the_sessions_of_threads_that_ended_serve_others() throws Exception {
    try (Token token = connect("20s")) {
      for (int i = 0; i < 40; i++) {
        Thread one = new Thread(() -> quietly(token));
        one.start();
        one.join();
      }
      assertThat(open()).isLessThanOrEqualTo(LENT + 1);
      CyclicBarrier all = new CyclicBarrier(LENT);
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < LENT; i++) {
        work.add(() -> token.with(s -> use(s) + meet(all)));
      }
      assertThat(run(work)).isEqualTo(LENT);
    }
    assertThat(open()).isZero();
  }

  @Test
  void a_thread_may_borrow_again_while_it_has_one_until_there_are_no_more() throws Exception {
    try (Token token = connect("50ms")) {
      assertThat(nested(token, LENT)).isEqualTo(LENT);
      assertThatThrownBy(() -> nested(token, LENT + 1))
          .isInstanceOf(SessionExhaustedException.class)
          .hasMessageContaining("3 of 3 in use");
      assertThat(nested(token, LENT)).as("all are back").isEqualTo(LENT);
    }
    assertThat(open()).isZero();
  }

  @Test
  void who_waits_in_vain_is_told_and_leaves_nothing_behind() throws Exception {
    try (Token token = connect("100ms")) {
      CountDownLatch done = new CountDownLatch(THREADS - LENT);
      int served =
          together(
              () -> {
                try {
                  return token.with(s -> use(s) + await(done));
                } catch (SessionExhaustedException e) {
                  done.countDown();
                  return 0;
                }
              });
      assertThat(served).isEqualTo(LENT);
      assertThat(together(() -> retry(token))).isEqualTo(THREADS);
    }
    assertThat(open()).isZero();
  }

  @Test
  void closing_in_the_midst_serves_or_refuses_and_closes_all_sessions() throws Exception {
    for (int round = 0; round < 5; round++) {
      Token token = connect("20s");
      CountDownLatch warm = new CountDownLatch(THREADS);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      try {
        List<Future<String>> ends = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          ends.add(threads.submit(() -> untilRefused(token, warm)));
        }
        warm.await();
        token.close();
        assertThat(open()).isZero();
        for (Future<String> end : ends) {
          assertThat(end.get(20, TimeUnit.SECONDS)).contains("has been closed");
        }
        assertThat(open()).isZero();
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private String untilRefused(Token token, CountDownLatch warm) {
    for (int i = 0; ; i++) {
      if (i == 20) {
        warm.countDown();
      }
      try {
        token.with(this::use);
      } catch (TokenException e) {
        return e.getMessage();
      }
    }
  }

  private int retry(Token token) throws TokenException {
    while (true) {
      try {
        return token.with(this::use);
      } catch (SessionExhaustedException e) {
        assertThat(e).hasMessageContaining("within 100 ms");
      }
    }
  }

  private int nested(Token token, int depth) throws TokenException {
    return depth == 0 ? 0 : token.with(s -> use(s) + nested(token, depth - 1));
  }

  private void quietly(Token token) {
    try {
      token.with(this::use);
    } catch (TokenException e) {
      throw new AssertionError(e);
    }
  }

  /** Notes that no session is lent twice at a time, and how many are. */
  private int use(Session session) throws TokenException {
    assertThat(inUse.add(session)).as("lent to one thread only").isTrue();
    try {
      most.accumulateAndGet(inUse.size(), Math::max);
      session.state();
      return 1;
    } finally {
      inUse.remove(session);
    }
  }

  private static int failIf(boolean fail) throws TokenException {
    if (fail) {
      throw new CryptokiException("C_Sign", Ckr.FUNCTION_FAILED);
    }
    return 0;
  }

  private static int meet(CyclicBarrier all) {
    try {
      all.await(20, TimeUnit.SECONDS);
      return 0;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static int await(CountDownLatch done) {
    try {
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int repeat(int times, Callable<Integer> work) throws Exception {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += work.call();
    }
    return sum;
  }

  private static int together(Callable<Integer> work) throws Exception {
    List<Callable<Integer>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      all.add(work);
    }
    return run(all);
  }

  private static int run(List<Callable<Integer>> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      int sum = 0;
      for (Future<Integer> result : threads.invokeAll(work)) {
        sum += result.get();
      }
      return sum;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Sessions that the module has open, by what was asked of it. */
  private int open() {
    return counted.calls("C_OpenSession") - counted.calls("C_CloseSession");
  }

  private Token connect(String timeout) throws TokenException {
    return Token.connect(
        testToken.config("sessions.max", MAX, "sessions.timeout", timeout), counted.binding());
  }
}
