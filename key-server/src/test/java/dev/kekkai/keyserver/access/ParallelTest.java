package dev.kekkai.keyserver.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {
  private final List<Integer> things = IntStream.range(0, 100).boxed().toList();

  @Test
  void every_thing_has_its_turn_on_several_threads_at_once() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Set<Integer> done = ConcurrentHashMap.newKeySet();
      CountDownLatch both = new CountDownLatch(2); // needs two threads to open
      new Parallel(threads, 4)
          .forEach(
              things,
              thing -> {
                if (thing < 2) {
                  both.countDown();
                  try {
                    assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }
                done.add(thing);
              });
      assertThat(done).hasSize(100);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void the_caller_does_it_alone_when_no_thread_helps() {
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    new Parallel(work -> {}, 4).forEach(things, done::add);
    assertThat(done).hasSize(100);
    done.clear();
    new Parallel(
            work -> {
              throw new RejectedExecutionException();
            },
            4)
        .forEach(things, done::add);
    assertThat(done).hasSize(100);
  }
}
