package dev.kekkai.integration.survive;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.RestartRequiredException;
import dev.kekkai.cryptoki.TokenState;
import dev.kekkai.testkit.SoftHsmTokens;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A token whose process is killed and started again.
 *
 * <p>Of calls that are under way when its server dies, p11-kit's client (0.24.1) leaves one waiting
 * for ever, now and then. Then C_Finalize can't be had, and the state is RESTART_REQUIRED, as for
 * any module that keeps threads. So there is one caller, and a JVM that no other test is in.
 */
@Tag("own-jvm")
class KilledTokenTest {
  private static final boolean LONG = Boolean.getBoolean("kekkai.long");
  private static final long DEADLINE = 500;
  private static final long BACK = 10_000;

  /** A thread has to be inside for ten seconds, and then it shows at the next attempt. */
  private static final long KEPT = 30_000;

  @Test
  void after_it_was_killed_and_restarted_work_goes_on_by_itself() throws Exception {
    try (StoppedToken token =
            StoppedToken.behindServer(
                SoftHsmTokens.create("killed"),
                "calls",
                "dispatched",
                "deadline",
                "500ms",
                "health.interval",
                "1h");
        StoppedToken.Callers callers = token.callers(1)) {
      for (int round = 0; round < (LONG ? 10 : 2); round++) {
        callers.awaitGood(1, BACK);
        if (round % 2 == 1) {
          token.server.stop();
          Thread.sleep(2 * DEADLINE);
        }
        token.server.kill();
        Thread.sleep(DEADLINE);
        token.encrypt();
        token.server.restart();
        if (!isBack(token, callers)) {
          return;
        }
      }
      StoppedToken.await("nothing hangs", BACK, () -> token.health().hanging() == 0);
    }
  }

  /** False where the module keeps a thread for ever; then callers have to hear of it. */
  private static boolean isBack(StoppedToken token, StoppedToken.Callers callers) throws Exception {
    try {
      System.out.println(
          "killed and restarted: good answers after "
              + callers.awaitGood(1, BACK)
              + " ms, recoveries "
              + token.health().recoveries());
      return true;
    } catch (AssertionError late) {
      StoppedToken.await(
          "work goes on, or it shows that the module keeps a thread",
          KEPT,
          () -> token.health().state() == TokenState.RESTART_REQUIRED);
      assertThatThrownBy(token::unwrap).isInstanceOf(RestartRequiredException.class);
      System.out.println("killed and restarted: the module keeps a thread");
      return false;
    }
  }
}
