package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ModuleGateTest {

  @Test
  void nobodyEntersAClosedGate() {
    ModuleGate gate = new ModuleGate();
    ModuleGate.Pass pass = gate.newPass();

    assertThat(closed(gate, 0)).isTrue();

    assertThatThrownBy(pass::enter)
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void closingGivesUpOnAThreadThatStaysInside() throws TokenException {
    ModuleGate gate = new ModuleGate();
    gate.newPass().enter();

    assertThat(closed(gate, TimeUnit.MILLISECONDS.toNanos(20))).isFalse();
  }

  @Test
  void closingWaitsForAThreadThatIsInside() throws Exception {
    ModuleGate gate = new ModuleGate();
    ModuleGate.Pass pass = gate.newPass();
    pass.enter();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> closing = executor.submit(() -> closed(gate, TimeUnit.SECONDS.toNanos(30)));
      assertThat(closing.isDone()).isFalse();
      pass.exit();
      assertThat(closing.get(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void noThreadIsInsideOnceTheGateIsClosed() throws Exception {
    for (int round = 0; round < 200; round++) {
      ModuleGate gate = new ModuleGate();
      AtomicBoolean closed = new AtomicBoolean();
      AtomicInteger insideAfterClose = new AtomicInteger();
      int threads = 4;
      CountDownLatch started = new CountDownLatch(threads);
      ExecutorService executor = Executors.newFixedThreadPool(threads);
      for (int i = 0; i < threads; i++) {
        executor.execute(() -> work(gate, closed, insideAfterClose, started));
      }
      started.await();
      assertThat(closed(gate, TimeUnit.SECONDS.toNanos(30))).isTrue();
      closed.set(true);
      executor.shutdown();
      assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      assertThat(insideAfterClose).hasValue(0);
    }
  }

  private static boolean closed(ModuleGate gate, long nanos) {
    gate.close();
    return gate.drain(nanos);
  }

  @Test
  void whoComesToALostGateMayComeAgainElsewhere() {
    ModuleGate gate = new ModuleGate();
    gate.lose();

    assertThatThrownBy(gate.newPass()::enter).isInstanceOf(ConnectionLostException.class);

    gate.close();
    assertThatThrownBy(gate.newPass()::enter).hasMessageContaining("has been closed");
  }

  private static void work(
      ModuleGate gate, AtomicBoolean closed, AtomicInteger insideAfterClose, CountDownLatch up) {
    ModuleGate.Pass pass = gate.newPass();
    up.countDown();
    try {
      while (true) {
        pass.enter();
        if (closed.get()) {
          insideAfterClose.incrementAndGet();
        }
        pass.exit();
      }
    } catch (TokenException e) {
      pass.discard();
    }
  }
}
