package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private final CountDownLatch release = new CountDownLatch(1);
  private final Dispatcher dispatcher = new Dispatcher(1, 2, SHORT, TokenListener.NONE);

  @AfterEach
  void end() {
    release.countDown();
    dispatcher.close();
  }

  /** With a deadline that a busy machine meets, as nothing hangs here. */
  @Test
  void workRunsOnAnotherThreadAndItsResultOrFailureIsTheCallers() throws TokenException {
    Dispatcher patient = new Dispatcher(1, 2, Duration.ofMinutes(1), TokenListener.NONE);
    try {
      Thread thread = patient.call(Thread::currentThread);
      assertThat(thread).isNotSameAs(Thread.currentThread());
      assertThat(thread.isDaemon()).isTrue();

      TokenException failure = new TokenException("x", false, null);
      assertThatThrownBy(
              () ->
                  patient.call(
                      () -> {
                        throw failure;
                      }))
          .isSameAs(failure);
    } finally {
      patient.close();
    }
  }

  @Test
  void aCallerLeavesAtItsDeadlineAndAnotherThreadTakesOver() throws Exception {
    hang(1);

    assertThat(dispatcher.hanging()).isOne();
    assertThat(dispatcher.call(() -> 7)).isEqualTo(7);
    assertThat(dispatcher.isStuck()).isFalse();
  }

  @Test
  void whenAllThreadsHangCallersAreToldAtOnceUntilOneComesBack() throws Exception {
    hang(2);

    assertThat(dispatcher.isStuck()).isTrue();
    assertThatThrownBy(() -> dispatcher.call(() -> 7))
        .isInstanceOf(RestartRequiredException.class)
        .hasMessageContaining("All 2 threads");

    release.countDown();
    while (dispatcher.hanging() > 0) {
      Thread.onSpinWait();
    }
    assertThat(dispatcher.call(() -> 7)).isEqualTo(7);
  }

  @Test
  void whatComesOfAnAbandonedCallIsThrownAway() throws Exception {
    AtomicReference<String> dropped = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    Dispatched.Body<String> late =
        new Dispatched.Body<>() {
          @Override
          public String run() {
            await(release);
            return "late";
          }

          @Override
          public void dropped(String value) {
            dropped.set(value);
            done.countDown();
          }
        };
    while (dispatcher.hanging() == 0) {
      assertThatThrownBy(() -> dispatcher.call(late)).isInstanceOf(TokenTimeoutException.class);
    }

    release.countDown();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(dropped).hasValue("late");
  }

  @Test
  void nothingIsTakenAfterTheEnd() {
    dispatcher.close();
    assertThatThrownBy(() -> dispatcher.call(() -> 7)).hasMessageContaining("closed");
  }

  /** A machine under load may not even begin a call in time; that one is taken back. */
  private void hang(int calls) {
    while (dispatcher.hanging() < calls) {
      assertThatThrownBy(this::hang).isInstanceOf(TokenTimeoutException.class);
    }
  }

  private int hang() throws TokenException {
    return dispatcher.call(
        () -> {
          await(release);
          return 1;
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
