package dev.kekkai.keyserver.chore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChoresTest {
  @Test
  void a_chore_that_fails_in_whatever_way_is_done_again() throws Exception {
    AtomicInteger turns = new AtomicInteger();
    CountDownLatch fifth = new CountDownLatch(5);
    try (Chores chores = new Chores("test")) {
      chores.every(
          Duration.ofMillis(1),
          "do it",
          () -> {
            fifth.countDown();
            switch (turns.incrementAndGet()) {
              case 1 -> throw new IOException("not now");
              case 2 -> throw new IllegalStateException("nor now");
              case 3 -> throw new AssertionError("a driver's, when its connection breaks");
              default -> throw new OutOfMemoryError("for a moment");
            }
          });
      assertThat(fifth.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void closing_interrupts_what_is_done() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Chores chores = new Chores("test");
    chores.every(
        Duration.ofMillis(1),
        "wait",
        () -> {
          began.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        });
    began.await();
    chores.close();
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
