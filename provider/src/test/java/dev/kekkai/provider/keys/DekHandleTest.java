package dev.kekkai.provider.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.ProviderFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DekHandleTest {
  @TempDir Path folder;

  private final InMemoryDek engine = new InMemoryDek(new byte[32]);
  private DekKey dek;

  @BeforeEach
  void open() throws Exception {
    dek = engine.open(ProviderFixture.provider(folder).source(), (byte) 1, 2);
  }

  @Test
  void aClosedKeyIsWipedOnceItsLastUserHasLeft() throws Exception {
    DekHandle.Lease lease = dek.handle().forDecryption();

    dek.close();
    assertThat(engine.wiped).hasValue(0);

    lease.close();
    dek.close();
    assertThat(engine.wiped).hasValue(1);
  }

  @Test
  void aClosedHandleSaysSo() {
    dek.close();

    assertThatThrownBy(() -> dek.handle().forEncryption()).isInstanceOf(DekClosedException.class);
    assertThat(dek.handle().uses()).isZero();
  }

  @Test
  void theBudgetEndsEncryptionButNotDecryption() throws Exception {
    dek.handle().forEncryption().close();
    dek.handle().forEncryption().close();

    assertThatThrownBy(() -> dek.handle().forEncryption())
        .isInstanceOf(DekExhaustedException.class);
    dek.handle().forDecryption().close();
  }

  @Test
  void aForgottenHandleIsWipedByTheCollector() throws Exception {
    dek = null;
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (engine.wiped.get() == 0 && Instant.now().isBefore(deadline)) {
      System.gc();
      Thread.sleep(20);
    }

    assertThat(engine.wiped).hasValue(1);
  }

  @Test
  void aMaterialisationEndsAtItsAgeThoughNobodyUsesIt() throws Exception {
    DekKey young = aged(Duration.ofMillis(50), 10);
    awaitWiped(1);
    assertThat(engine.made).hasValue(2); // the other one is the key of every test here

    young.handle().forDecryption().close();
    assertThat(engine.made).hasValue(3);
  }

  @Test
  void anOperationUnderWayOutlivesTheAgeAndTheNextOneGetsAnotherKey() throws Exception {
    DekKey young = aged(Duration.ofMillis(20), 10);
    DekHandle.Lease lease = young.handle().forEncryption();
    int made = engine.made.get();
    int wiped = engine.wiped.get();
    Thread.sleep(60);

    try (DekHandle.Lease next = young.handle().forEncryption()) {
      assertThat(next.key()).isNotSameAs(lease.key());
    }
    assertThat(engine.made.get()).isGreaterThan(made);
    awaitWiped(wiped + engine.made.get() - made);
    lease.close();
    awaitWiped(wiped + engine.made.get() - made + 1);
  }

  @Test
  void usesGoOnCountingAcrossMaterialisations() throws Exception {
    DekKey young = aged(Duration.ofNanos(1), 100_000);
    for (int i = 0; i < 300; i++) {
      young.handle().forEncryption().close();
    }

    young.handle().close();
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (young.handle().uses() != 300 && Instant.now().isBefore(deadline)) {
      Thread.sleep(1); // a timer may be at giving back what the last one had not used
    }
    assertThat(young.handle().uses()).isEqualTo(300);
    assertThat(engine.made.get()).isGreaterThan(299);
  }

  @Test
  void whatOneThreadLeftOfItsShareAnotherOneMayUse() throws Exception {
    DekKey large = aged(Duration.ofHours(1), 70_000);
    AtomicInteger done = new AtomicInteger();
    Callable<Boolean> aFew =
        () -> {
          for (int i = 0; i < 10; i++) {
            large.handle().forEncryption().close();
            done.incrementAndGet();
          }
          return true;
        };
    for (int i = 0; i < 20; i++) { // threads of other numbers, and so in other lanes
      ExecutorService one = Executors.newSingleThreadExecutor();
      one.submit(aFew).get();
      one.shutdown();
    }
    while (tryOne(large.handle())) {
      done.incrementAndGet();
    }

    assertThat(done).hasValue(70_000);
    assertThat(large.handle().uses()).isEqualTo(70_000);
  }

  @Test
  void manyThreadsNeverUseMoreThanTheBudget() throws Exception {
    int budget = 70_001;
    DekKey large = aged(Duration.ofHours(1), budget);
    AtomicInteger done = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(
          threads.submit(
              () -> {
                while (tryOne(large.handle())) {
                  done.incrementAndGet();
                }
                return true;
              }));
    }
    for (Future<Boolean> one : all) {
      one.get();
    }
    threads.shutdown();

    assertThat(done.get()).isLessThanOrEqualTo(budget).isGreaterThan(budget - 8 * 64);
    while (tryOne(large.handle())) {
      done.incrementAndGet();
    }
    assertThat(done).hasValue(budget);
  }

  private static boolean tryOne(DekHandle handle) throws Exception {
    try {
      handle.forEncryption().close();
      return true;
    } catch (DekExhaustedException e) {
      return false;
    }
  }

  private DekKey aged(Duration age, long uses) throws Exception {
    return engine.open(
        ProviderFixture.provider(folder).source(),
        (byte) 3,
        new DekPolicy(BulkMode.SOFTWARE, age, uses));
  }

  private void awaitWiped(int count) throws Exception {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (engine.wiped.get() < count && Instant.now().isBefore(deadline)) {
      Thread.sleep(5);
    }
    assertThat(engine.wiped).hasValue(count);
  }
}
