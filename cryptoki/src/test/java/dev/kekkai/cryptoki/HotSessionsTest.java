package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class HotSessionsTest {
  private final HotSessions hot = new HotSessions();

  /** A place holds it, and nobody looks into it. */
  private final PooledSession session = new PooledSession(null);

  @Test
  void a_thread_finds_again_what_it_gave_back_and_only_once() {
    assertThat(hot.takeOwn()).isNull();
    assertThat(hot.offer(session)).isTrue();
    assertThat(hot.takeOwn()).isSameAs(session);
    assertThat(hot.takeOwn()).isNull();
    assertThat(hot.takeAny()).isNull();
  }

  @Test
  void a_place_takes_one_session() {
    assertThat(hot.offer(session)).isTrue();
    assertThat(hot.offer(new PooledSession(null))).isFalse();
    assertThat(hot.takeOwn()).isSameAs(session);
  }

  @Test
  void one_session_is_taken_from_wherever_it_is_and_no_other() throws Exception {
    assertThat(hot.offer(session)).isTrue();
    List<Boolean> taken = new ArrayList<>();
    Thread other =
        new Thread(
            () -> {
              taken.add(hot.take(new PooledSession(null)));
              taken.add(hot.take(session));
              taken.add(hot.take(session));
            });
    other.start();
    other.join();
    assertThat(taken).containsExactly(false, true, false);
    assertThat(hot.takeOwn()).isNull();
  }

  @Test
  void another_thread_gets_it_when_it_asks_for_any() throws Exception {
    assertThat(hot.offer(session)).isTrue();
    List<PooledSession> taken = new ArrayList<>();
    Thread other = new Thread(() -> taken.add(hot.takeAny()));
    other.start();
    other.join();
    assertThat(taken).containsExactly(session);
    assertThat(hot.takeOwn()).isNull();
  }

  @Test
  void of_many_threads_one_gets_it() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 500; round++) {
        assertThat(hot.offer(session)).isTrue();
        Callable<Integer> taking = () -> hot.takeAny() == null ? 0 : 1;
        int got = 0;
        for (Future<Integer> taken : threads.invokeAll(List.of(taking, taking, taking, taking))) {
          got += taken.get();
        }
        assertThat(got).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
