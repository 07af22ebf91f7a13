package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More threads than sessions, each of which wants one all the time. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolTurnsTest {
  private static final int THREADS = 8;

  @Test
  void every_thread_has_its_share() throws Exception {
    try (PoolOnToken on = new PoolOnToken(2)) {
      List<Integer> shares = shares(on.pool);
      assertThat(Collections.min(shares))
          .as("the least of %s", shares)
          .isGreaterThan(Collections.max(shares) / 3);
    }
  }

  @Test
  void who_came_first_is_served_first() throws Exception {
    try (PoolOnToken on = new PoolOnToken(1)) {
      PooledSession held = on.pool.borrow();
      List<Thread> served = Collections.synchronizedList(new ArrayList<>());
      List<Thread> arrived = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        arrived.add(Waiting.start(() -> serve(on.pool, served)));
      }
      on.pool.giveBack(held, true);
      for (Thread thread : arrived) {
        thread.join();
      }
      assertThat(served).isEqualTo(arrived);
    }
  }

  private static void serve(SessionPool pool, List<Thread> served) {
    try {
      PooledSession session = pool.borrow();
      served.add(Thread.currentThread());
      pool.giveBack(session, true);
    } catch (TokenException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Integer> shares(SessionPool pool) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    CyclicBarrier all = new CyclicBarrier(THREADS + 1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        counts.add(threads.submit(share(pool, all, stop)));
      }
      all.await();
      Thread.sleep(1_000);
      stop.set(true);
      List<Integer> shares = new ArrayList<>();
      for (Future<Integer> count : counts) {
        shares.add(count.get(20, TimeUnit.SECONDS));
      }
      return shares;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Callable<Integer> share(SessionPool pool, CyclicBarrier all, AtomicBoolean stop) {
    return () -> {
      all.await();
      int count = 0;
      while (!stop.get()) {
        PooledSession session = pool.borrow();
        session.session().state();
        pool.giveBack(session, true);
        count++;
      }
      return count;
    };
  }
}
