package dev.kekkai.keyserver.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Alarms reach their receiver, and nobody waits for it. */
class OutboxTest {
  private final Counter lost = new SimpleMeterRegistry().counter("lost");
  private final BlockingQueue<Alarm> delivered = new LinkedBlockingQueue<>();
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

  static Alarm alarm(String detail) {
    return new Alarm(
        UUID.randomUUID(),
        Instant.parse("2026-12-01T10:00:00.5Z"),
        "one",
        AlarmKind.RATE,
        "shop",
        "payments",
        220,
        200,
        true,
        detail);
  }

  private Outbox outbox(Outbox.Delivery delivery, Outbox.Sleeper pause) {
    return new Outbox("test", delivery, pause, lost, () -> {});
  }

  private Alarm next() throws InterruptedException {
    return delivered.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void alarms_are_delivered_in_order() throws Exception {
    try (Outbox outbox = outbox(delivered::add, pauses::add)) {
      Alarm first = alarm("1");
      Alarm second = alarm("2");
      outbox.raised(first);
      outbox.raised(second);
      assertThat(next()).isEqualTo(first);
      assertThat(next()).isEqualTo(second);
      assertThat(pauses).isEmpty();
    }
  }

  @Test
  void what_is_not_taken_is_tried_again_after_growing_pauses() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Outbox.Delivery delivery =
        alarm -> {
          if (tries.incrementAndGet() == 1) {
            throw new AssertionError("an error ends no thread");
          }
          if (tries.get() < 10) {
            throw new IOException("not now");
          }
          delivered.add(alarm);
        };
    try (Outbox outbox = outbox(delivery, pauses::add)) {
      outbox.raised(alarm("1"));
      assertThat(next()).isNotNull();
      assertThat(pauses)
          .extracting(Duration::toMillis)
          .containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L);
      assertThat(lost.count()).isZero();
    }
  }

  @Test
  void what_is_never_taken_is_given_up_and_counted_and_the_next_one_goes_on() throws Exception {
    AtomicBoolean open = new AtomicBoolean();
    Outbox.Delivery delivery =
        alarm -> {
          if (alarm.detail().equals("bad")) {
            throw new IOException("never");
          }
          open.set(true);
          delivered.add(alarm);
        };
    try (Outbox outbox = outbox(delivery, pauses::add)) {
      outbox.raised(alarm("bad"));
      outbox.raised(alarm("good"));
      assertThat(next().detail()).isEqualTo("good");
      assertThat(lost.count()).isEqualTo(1);
      assertThat(pauses.stream().mapToLong(Duration::toMinutes).sum()).isLessThan(15);
    }
  }

  @Test
  void a_receiver_that_hangs_keeps_nobody_waiting_and_what_is_too_much_is_counted()
      throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    Outbox.Delivery delivery =
        alarm -> {
          hangs.countDown();
          goesOn.await();
          delivered.add(alarm);
        };
    try (Outbox outbox = outbox(delivery, pauses::add)) {
      outbox.raised(alarm("first"));
      hangs.await();
      for (int i = 0; i < 1003; i++) {
        outbox.raised(alarm("n" + i));
      }
      assertThat(lost.count()).isEqualTo(3);
      goesOn.countDown();
      for (int i = 0; i < 1001; i++) {
        assertThat(next()).isNotNull();
      }
    }
  }

  @Test
  void a_closed_outbox_lets_go_of_its_receiver() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch waits = new CountDownLatch(1);
    Outbox outbox =
        new Outbox(
            "test",
            alarm -> {
              try {
                waits.countDown();
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
            },
            pauses::add,
            lost,
            () -> ended.set(true));
    outbox.raised(alarm("1"));
    waits.await();
    outbox.close();
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ended).isTrue();
  }
}
