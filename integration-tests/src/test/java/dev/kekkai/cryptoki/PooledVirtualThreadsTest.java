package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Many more virtual threads than sessions. */
@EnabledForJreRange(min = JRE.JAVA_21)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PooledVirtualThreadsTest {
  private static final int THREADS = 200;
  private static final int SESSIONS = 3;
  private static final Duration CALL = Duration.ofMillis(20);

  @TempDir private Path folder;

  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final ConcurrentLinkedQueue<Throwable> failed = new ConcurrentLinkedQueue<>();

  @Test
  void who_waits_for_a_session_pins_no_carrier() throws Exception {
    List<RecordedEvent> pinned;
    try (PoolOnToken on = new PoolOnToken(SESSIONS);
        Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
      run(on.pool, 5 * SESSIONS); // loading classes pins too, and is done after this
      recording.start();
      Duration took = run(on.pool, THREADS);
      recording.stop();
      Path file = folder.resolve("pinned.jfr");
      recording.dump(file);
      pinned = RecordingFile.readAllEvents(file);

      assertThat(failed).isEmpty();
      assertThat(most.get()).isLessThanOrEqualTo(SESSIONS);
      assertThat(on.heard).as("waits").contains("waited").doesNotContain("waited in vain");
      assertThat(on.open()).isEqualTo(SESSIONS);
      assertThat(took)
          .as("all sessions in use all the time, or nearly")
          .isLessThan(CALL.multipliedBy(2L * THREADS / SESSIONS));
    }
    assertThat(pinned).filteredOn(event -> !isInsideACall(event)).isEmpty();
  }

  /** IAIK's natives enter monitors of their own, which is part of their calls. */
  private static boolean isInsideACall(RecordedEvent pinned) {
    return pinned.getStackTrace().getFrames().stream()
        .anyMatch(frame -> frame.getMethod().getName().startsWith("C_"));
  }

  private Duration run(SessionPool pool, int threads) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(threads);
    long start = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      VirtualThreads.start(() -> work(pool, done));
    }
    done.await();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void work(SessionPool pool, CountDownLatch done) {
    try {
      PooledSession loan = pool.borrow();
      try {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        loan.session().state();
        Thread.sleep(CALL.toMillis());
        loan.session().state();
        inside.decrementAndGet();
      } finally {
        pool.giveBack(loan, true);
      }
    } catch (Throwable e) {
      failed.add(e);
    } finally {
      done.countDown();
    }
  }
}
