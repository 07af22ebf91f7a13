package dev.kekkai.integration.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kekkai.cryptoki.RestartRequiredException;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenState;
import dev.kekkai.cryptoki.TokenTimeoutException;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A token whose process is stopped and goes on. Times are asserted with a second to spare, since
 * the machine may be busy; what they are is printed.
 */
class StoppedTokenTest {
  private static final boolean LONG = Boolean.getBoolean("kekkai.long");
  private static final int CALLERS = 8;
  private static final long DEADLINE = 500;
  private static final long SPARE = 1000;
  private static final long BACK = 10_000;

  private static TestToken real;

  @BeforeAll
  static void makeToken() {
    real = SoftHsmTokens.create("stopped");
  }

  private static StoppedToken dispatched(String... more) throws Exception {
    String[] settings = new String[more.length + 4];
    System.arraycopy(new String[] {"calls", "dispatched", "deadline", "500ms"}, 0, settings, 0, 4);
    System.arraycopy(more, 0, settings, 4, more.length);
    return StoppedToken.behindServer(real, settings);
  }

  @Test
  void every_caller_has_an_answer_at_its_deadline_and_work_goes_on_by_itself() throws Exception {
    try (StoppedToken token = dispatched();
        StoppedToken.Callers callers = token.callers(CALLERS)) {
      callers.awaitGood(CALLERS, BACK);
      for (int round = 0; round < (LONG ? 5 : 1); round++) {
        callers.answers.clear();
        token.server.stop();
        Thread.sleep(LONG ? 4000 : 1200);
        token.encrypt();
        int hanging = token.health().hanging();
        token.server.cont();
        long back = callers.awaitGood(CALLERS, BACK);
        long none = StoppedToken.await("nothing hangs", BACK, () -> token.health().hanging() == 0);
        report(round, callers, hanging, back, none);
        assertThat(callers.answers)
            .allSatisfy(a -> assertThat(a.nanos()).isLessThan(ms(DEADLINE + SPARE)))
            .anySatisfy(
                a ->
                    assertThat(a.failure())
                        .isInstanceOf(TokenTimeoutException.class)
                        .hasMessageContaining("A retry can help"));
      }
      assertThat(token.health().state()).isEqualTo(TokenState.UP);
      assertThat(token.health().sessionsOpen()).isLessThanOrEqualTo(token.health().sessionsMax());
    }
  }

  private static void report(
      int round, StoppedToken.Callers callers, int hanging, long back, long none) {
    long max = callers.answers.stream().mapToLong(StoppedToken.Answer::nanos).max().orElse(0);
    long late = callers.answers.stream().filter(a -> a.nanos() > ms(DEADLINE + 50)).count();
    long failed = callers.answers.stream().filter(a -> !a.good()).count();
    System.out.println(
        String.format(
            Locale.ROOT,
            "SIGSTOP %d: %d answers, %d failed, longest %.1f ms (%d later than deadline + 50 ms),"
                + " %d calls hung; after SIGCONT good answers for all after %d ms, nothing hangs"
                + " %d ms later",
            round,
            callers.answers.size(),
            failed,
            max / 1e6,
            late,
            hanging,
            back,
            none));
  }

  @Test
  void with_require_hsm_a_dek_in_memory_stops_and_goes_on_by_itself() throws Exception {
    try (StoppedToken token = dispatched("require-hsm", "yes", "health.interval", "100ms")) {
      token.encrypt();
      token.server.kill();
      StoppedToken.await("the outage is seen", BACK, () -> !token.provider.health().isReady());
      assertThatThrownBy(token::encrypt).isInstanceOf(TokenException.class);
      token.server.restart();
      StoppedToken.await("it is back", BACK, () -> catchThrowable(token::encrypt) == null);
    }
  }

  @Test
  void when_all_threads_hang_callers_are_told_at_once() throws Exception {
    try (StoppedToken token = dispatched("sessions.max", "3")) {
      token.server.stop();
      try (StoppedToken.Callers callers = token.callers(CALLERS)) {
        StoppedToken.await(
            "it is said", BACK, () -> token.health().state() == TokenState.RESTART_REQUIRED);
        long start = System.nanoTime();
        assertThatThrownBy(token::unwrap)
            .isInstanceOf(RestartRequiredException.class)
            .hasMessageContaining("hang inside");
        assertThat(System.nanoTime() - start).isLessThan(ms(DEADLINE));
        token.encrypt();
        token.server.cont();
        callers.awaitGood(CALLERS, BACK);
        StoppedToken.await("nothing hangs", BACK, () -> token.health().hanging() == 0);
        assertThat(token.health().state()).isEqualTo(TokenState.UP);
      }
    }
  }

  @Test
  void a_provider_is_closed_in_bounded_time_while_its_token_is_stopped() throws Exception {
    StoppedToken token = dispatched();
    try (StoppedToken.Callers callers = token.callers(CALLERS)) {
      callers.awaitGood(CALLERS, BACK);
      token.server.stop();
      Thread.sleep(DEADLINE);
      long start = System.nanoTime();
      token.provider.close();
      System.out.println(
          "closed while stopped in "
              + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)
              + " ms");
      assertThat(System.nanoTime() - start).isLessThan(ms(30_000));
      assertThat(catchThrowable(token::unwrap)).hasMessageContaining("closed");
    } finally {
      token.server.cont();
      token.close();
    }
  }

  @Test
  void with_direct_calls_a_caller_hangs_as_long_as_the_token_does() throws Exception {
    try (StoppedToken token = StoppedToken.behindServer(real, "deadline", "500ms")) {
      token.server.stop();
      CompletableFuture<Throwable> call =
          CompletableFuture.supplyAsync(() -> catchThrowable(token::unwrap));
      Thread.sleep(2 * DEADLINE);
      assertThat(call).isNotDone();
      token.server.cont();
      assertThat(call.get(BACK, TimeUnit.MILLISECONDS)).isNull();
      token.unwrap();
    }
  }

  private static long ms(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
