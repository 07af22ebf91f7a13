package dev.kekkai.provider.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.provider.bulk.BulkKey;
import dev.kekkai.provider.concurrent.Lanes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MaterialisationTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();

  /** Counts its lanes, and how often it and they were wiped or used after that. */
  private static final class CountedKey implements BulkKey {
    final AtomicInteger wiped = new AtomicInteger();
    final AtomicInteger used = new AtomicInteger();
    final AtomicInteger usedWiped = new AtomicInteger();
    final List<CountedKey> lanes = new ArrayList<>();

    @Override
    public synchronized BulkKey lane() {
      CountedKey lane = new CountedKey();
      lanes.add(lane);
      return lane;
    }

    @Override
    public int encrypt(byte[] iv, byte[] aad, byte[] in, int at, int n, byte[] out, int to) {
      used.incrementAndGet();
      usedWiped.addAndGet(wiped.get());
      return 0;
    }

    @Override
    public int decrypt(byte[] iv, byte[] aad, byte[] in, int at, int n, byte[] out, int to) {
      return encrypt(iv, aad, in, at, n, out, to);
    }

    @Override
    public void wipe() {
      wiped.incrementAndGet();
    }
  }

  private final CountedKey key = new CountedKey();
  private final Budget budget = Budgets.of(1L << 40);
  private final Materialisation materialisation =
      new Materialisation(key, budget, System.nanoTime(), HOUR);

  @Test
  void moreUsersThanLanesGetInAndTheLastOneOutWipes() {
    List<KeyLane> users = new ArrayList<>();
    for (int i = 0; i < 2 * Lanes.COUNT; i++) {
      KeyLane user = materialisation.enter();
      assertThat(user).isNotNull();
      users.add(user);
    }
    assertThat(key.lanes).hasSize(Lanes.COUNT);

    materialisation.retire();
    assertThat(materialisation.enter()).isNull();
    for (KeyLane user : users) {
      assertThat(key.wiped).hasValue(0);
      materialisation.exit(user);
    }
    assertThat(key.wiped).hasValue(1);
    assertThat(key.lanes).allSatisfy(lane -> assertThat(lane.wiped).hasValue(1));
  }

  @Test
  void anUnusedOneIsWipedWhenItIsRetired() {
    materialisation.retire();
    materialisation.retire();

    assertThat(key.wiped).hasValue(1);
  }

  @Test
  void whatLanesHaveNotUsedGoesBackToTheBudget() {
    KeyLane user = materialisation.enter();
    assertThat(materialisation.use(user)).isTrue();
    assertThat(budget.taken()).isEqualTo(Budget.LARGEST_SHARE);
    assertThat(materialisation.unused()).isEqualTo(Budget.LARGEST_SHARE - 1);

    materialisation.retire();
    materialisation.exit(user);
    assertThat(budget.taken()).isOne();
  }

  @Test
  void underContentionItIsWipedOnceAndNeverUsedAfterwards() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3 * Lanes.COUNT);
    try {
      for (int round = 0; round < 200; round++) {
        contend(threads);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void contend(ExecutorService threads) throws Exception {
    CountedKey key = new CountedKey();
    Budget budget = Budgets.of(1L << 40);
    Materialisation one = new Materialisation(key, budget, System.nanoTime(), HOUR);
    AtomicInteger uses = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(3 * Lanes.COUNT);
    List<Future<?>> users = new ArrayList<>();
    for (int i = 0; i < 3 * Lanes.COUNT; i++) {
      users.add(threads.submit(() -> useUntilRetired(one, uses, started)));
    }
    started.await();
    one.retire();
    for (Future<?> user : users) {
      user.get();
    }
    assertThat(key.wiped).hasValue(1);
    assertThat(key.usedWiped).hasValue(0);
    assertThat(key.lanes)
        .filteredOn(
            lane -> lane.used.get() > 0) // two threads may make the same lane: one is dropped
        .hasSizeLessThanOrEqualTo(Lanes.COUNT)
        .allSatisfy(lane -> assertThat(lane.wiped).hasValue(1))
        .allSatisfy(lane -> assertThat(lane.usedWiped).hasValue(0));
    assertThat(budget.taken()).isEqualTo(uses.get());
  }

  private static void useUntilRetired(
      Materialisation one, AtomicInteger uses, CountDownLatch started) {
    started.countDown();
    byte[] none = new byte[0];
    for (KeyLane lane = one.enter(); lane != null; lane = one.enter()) {
      if (one.use(lane)) {
        ((CountedKey) lane.key()).encrypt(none, none, none, 0, 0, none, 0);
        uses.incrementAndGet();
      }
      one.exit(lane);
      Thread.yield();
    }
  }
}
