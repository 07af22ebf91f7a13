package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.NameTakenException;
import dev.kekkai.provider.KekkaiListener;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Outcome;
import dev.kekkai.provider.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What many first uses cost. */
class ManyDeksTest extends StoreContract {
  private static final int DEKS = 24;
  private static final int THREADS = 6;

  private final AtomicInteger unwraps = new AtomicInteger();

  @BeforeEach
  void reset() {
    unwraps.set(0);
  }

  @Test
  void a_stampede_of_first_uses_unwraps_each_dek_once() throws Exception {
    List<String> tokens = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < DEKS; i++) {
      names.add("d" + i);
    }
    assertThat(lifecycle().makeAll(names, kek())).isEqualTo(deksNamed(names));
    try (Keyring keyring = keyring()) {
      for (int i = 0; i < DEKS; i++) {
        tokens.add(keyring.encrypt("d" + i, utf8("of" + i), PLACE));
      }
    }
    try (KekkaiProvider app = token().provider("kek", kek());
        Keyring cold = new Keyring(app, deks(), database().keks())) {
      cold.decrypt(tokens.get(0), PLACE); // opens the KEK's canary, too
      app.addListener(new CountingListener());
      stampede(
          () -> {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < DEKS; i++) {
              order.add(i);
            }
            Collections.shuffle(order);
            for (int i : order) {
              assertThat(text(cold.decrypt(tokens.get(i), PLACE))).isEqualTo("of" + i);
              cold.encrypt("d" + i, utf8("x"), PLACE);
            }
            return null;
          });
    }
    assertThat(unwraps).hasValue(DEKS - 1);
  }

  private List<DekRecord> deksNamed(List<String> names) {
    return names.stream().map(this::row).toList();
  }

  @Test
  void many_deks_are_made_all_or_none() throws Exception {
    lifecycle().makeAll(List.of("a", "b"), kek());
    assertThatThrownBy(() -> lifecycle().makeAll(List.of("c", "b"), kek()))
        .isInstanceOf(NameTakenException.class)
        .hasMessageContaining("'b'");
    assertThat(deks().list()).extracting(DekRecord::name).containsExactly("a", "b");
    try (Keyring keyring = keyring()) {
      assertThat(keyring.openAll()).isEqualTo(2);
      keyring.ensure("c");
    }
  }

  private static void stampede(Callable<Void> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<Void>> all = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      for (Future<Void> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private final class CountingListener implements KekkaiListener {
    @Override
    public void operation(Operation what, Place place, Outcome outcome, long nanos) {
      if (what == Operation.UNWRAP) {
        unwraps.incrementAndGet();
      }
    }
  }
}
