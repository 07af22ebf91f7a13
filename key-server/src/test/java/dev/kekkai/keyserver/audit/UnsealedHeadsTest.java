package dev.kekkai.keyserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnsealedHeadsTest {
  private static final Bytes HASH = Bytes.of(new byte[32]);

  private final AtomicLong clock = new AtomicLong();
  private final AuditSettings settings =
      new AuditSettings(
          "a",
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          1,
          Duration.ofSeconds(10),
          1_000,
          Duration.ofSeconds(5));
  private final UnsealedHeads heads = new UnsealedHeads(settings, clock::get);

  private LiveChain commit(int entries) {
    LiveChain chain = new LiveChain(UUID.randomUUID(), HASH);
    for (int i = 1; i <= entries; i++) {
      heads.committed(chain, List.of(new AuditRow.Entry(chain.id(), i, HASH, HASH)));
      clock.addAndGet(1_000_000);
    }
    return chain;
  }

  @Test
  void each_head_that_is_due_is_signed_while_the_hsm_keeps_up() throws Exception {
    commit(3);
    for (long sequence = 1; sequence <= 3; sequence++) {
      UnsealedHead next = heads.nextDue();
      assertThat(next.head().sequence()).isEqualTo(sequence);
      heads.signed(next);
      heads.stored(next);
    }
    assertThat(heads.age()).isZero();
  }

  @Test
  void an_hsm_that_lags_signs_the_newest_head_and_what_it_covers_keeps_its_age() throws Exception {
    commit(50);
    assertThat(heads.nextDue().head().sequence()).isEqualTo(1);
    clock.addAndGet(Duration.ofSeconds(5).toNanos());
    UnsealedHead next = heads.nextDue();
    assertThat(next.head().sequence()).isEqualTo(50);
    assertThat(heads.age()).isEqualTo(Duration.ofMillis(5_050));
    heads.signed(next);
    heads.stored(next);
    assertThat(heads.age()).isZero();
  }

  @Test
  void the_last_head_of_a_chain_that_was_left_is_signed_in_any_case() throws Exception {
    LiveChain left = commit(20);
    heads.abandoned();
    LiveChain chain = commit(20);
    clock.addAndGet(Duration.ofSeconds(5).toNanos());
    UnsealedHead first = heads.nextDue();
    assertThat(first.head()).isEqualTo(new Head(left, 20, HASH));
    heads.signed(first);
    UnsealedHead second = heads.nextDue();
    assertThat(second.head()).isEqualTo(new Head(chain, 20, HASH));
  }
}
