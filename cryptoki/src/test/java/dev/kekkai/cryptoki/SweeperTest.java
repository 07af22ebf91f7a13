package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SweeperTest {
  private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(2);

  @Test
  void comes_again_also_after_a_failure_until_it_is_cancelled() throws Exception {
    CountDownLatch thrice = new CountDownLatch(3);
    Future<?> sweeps =
        Sweeper.every(
            PERIOD,
            thrice,
            latch -> {
              latch.countDown();
              throw new IllegalStateException("made by the test");
            });
    thrice.await();
    sweeps.cancel(false);
    untilTheThreadHasEnded();
  }

  @Test
  void ends_when_nobody_refers_to_what_it_sweeps() throws Exception {
    AtomicInteger times = new AtomicInteger();
    Future<?> sweeps = Sweeper.every(PERIOD, new Object(), target -> times.incrementAndGet());
    while (!sweeps.isDone()) {
      System.gc();
      Thread.sleep(5);
    }
    int before = times.get();
    untilTheThreadHasEnded();
    assertThat(times).hasValue(before);
  }

  /** One thread for all, and none when there is nothing to do. */
  private static void untilTheThreadHasEnded() throws InterruptedException {
    long threads = threads();
    assertThat(threads).isLessThanOrEqualTo(1);
    while (threads > 0) {
      Thread.sleep(20);
      threads = threads();
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("kekkai-sessions"))
        .count();
  }
}
