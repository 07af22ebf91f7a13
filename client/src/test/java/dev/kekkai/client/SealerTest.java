package dev.kekkai.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.SealedEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SealerTest {

  private static final EncryptionContext CONTEXT = EncryptionContext.of("users", "otp", "17");
  private static final byte[] VALUE = "JBSWY3DPEHPK3PXP".getBytes(StandardCharsets.UTF_8);

  private final TestKeks keks;
  private final MovableClock clock = new MovableClock(TestKeks.ISSUED);
  private final KekSetCache cache;
  private final Sealer sealer;

  SealerTest() throws Exception {
    keks = new TestKeks();
    cache = KekSetCache.pinning(keks.pinned()).clock(clock).build();
    sealer = new Sealer(cache);
  }

  @Test
  void seals_under_the_primary_kek_with_the_context() throws Exception {
    cache.offer(keks.signed(1, 2));

    String item = sealer.seal("payments", VALUE, CONTEXT);

    SealedEnvelope envelope = SealedEnvelope.parse(item);
    assertThat(envelope.kid()).isEqualTo("payments.v2");
    assertThat(envelope.context()).isEqualTo(CONTEXT);
    assertThat(TestKeks.open(item, CONTEXT)).isEqualTo(VALUE);
  }

  @Test
  void a_new_kek_is_taken_up_without_a_restart_and_old_items_still_open() throws Exception {
    cache.offer(keks.signed(1, 1));
    String before = sealer.seal("payments", VALUE, CONTEXT);
    cache.offer(keks.signed(2, 2));
    String after = sealer.seal("payments", VALUE, CONTEXT);

    assertThat(SealedEnvelope.parse(before).kid()).isEqualTo("payments.v1");
    assertThat(SealedEnvelope.parse(after).kid()).isEqualTo("payments.v2");
    assertThat(TestKeks.open(before, CONTEXT)).isEqualTo(VALUE);
    assertThat(TestKeks.open(after, CONTEXT)).isEqualTo(VALUE);
  }

  @Test
  void a_stale_set_still_seals() throws Exception {
    cache.offer(keks.signed(1, 1));
    clock.set(TestKeks.EXPIRES.plus(Duration.ofDays(1)));

    assertThat(TestKeks.open(sealer.seal("payments", VALUE, CONTEXT), CONTEXT)).isEqualTo(VALUE);
    assertThat(cache.isStale()).isTrue();
  }

  @Test
  void an_unknown_kek_is_refused_with_those_there_are() throws Exception {
    cache.offer(keks.signed(3, 1));

    assertThatThrownBy(() -> sealer.seal("payment", VALUE, CONTEXT))
        .isInstanceOf(KekUnavailableException.class)
        .hasMessage("KEK set version 3 has no KEK 'payment'; it has orders, payments");
    assertThatThrownBy(() -> sealer.seal("payments.v1", VALUE, CONTEXT))
        .isInstanceOf(KekUnavailableException.class);
  }

  @Test
  void nothing_is_sealed_without_a_set() {
    assertThatThrownBy(() -> sealer.seal("payments", VALUE, CONTEXT))
        .isInstanceOf(KekUnavailableException.class)
        .hasMessageStartingWith("There is no KEK set yet");
  }

  @Test
  void a_plaintext_that_is_too_long_is_refused() throws Exception {
    cache.offer(keks.signed(1, 1));
    byte[] tooLong = new byte[SealedEnvelope.MAX_PLAINTEXT_BYTES + 1];

    assertThatThrownBy(() -> sealer.seal("payments", tooLong, CONTEXT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void many_threads_seal_while_the_set_changes() throws Exception {
    cache.offer(keks.signed(1, 1));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> versions = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Callable<Integer> seal =
            () -> {
              String item = sealer.seal("payments", VALUE, CONTEXT);
              assertThat(TestKeks.open(item, CONTEXT)).isEqualTo(VALUE);
              return SealedEnvelope.parse(item).kekVersion();
            };
        versions.add(threads.submit(seal));
        if (i == 20) {
          cache.offer(keks.signed(2, 2));
        }
      }
      for (int i = 0; i < versions.size(); i++) {
        assertThat(versions.get(i).get()).isIn(i <= 20 ? List.of(1, 2) : List.of(2));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
