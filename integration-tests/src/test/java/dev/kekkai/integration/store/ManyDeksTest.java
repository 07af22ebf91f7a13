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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What many first uses cost. As a cold start with ten thousand:
 *
 * <pre>mvn -pl integration-tests -am package -Dtest=ManyDeksTest
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dkekkai.deks=10000</pre>
 */
class ManyDeksTest extends StoreContract {
  private static final int DEKS = Integer.getInteger("kekkai.deks", 24);
  private static final int PAGE = 500;
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
    for (int from = 0; from < DEKS; from += PAGE) {
      List<String> some = names.subList(from, Math.min(DEKS, from + PAGE));
      assertThat(lifecycle().makeAll(some, kek())).isEqualTo(deksNamed(some));
    }
    try (Keyring keyring = keyring()) {
      for (int i = 0; i < DEKS; i++) {
        tokens.add(keyring.encrypt("d" + i, utf8("of" + i), PLACE));
      }
    }
    try (KekkaiProvider app = token().provider("kek", kek());
        Keyring cold = new Keyring(app, deks(), database().keks())) {
      cold.decrypt(tokens.get(0), PLACE); // opens the KEK's canary, too
      app.addListener(new CountingListener());
      Stampede.of(
          THREADS,
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

  private final class CountingListener implements KekkaiListener {
    @Override
    public void operation(Operation what, Place place, Outcome outcome, long nanos) {
      if (what == Operation.UNWRAP) {
        unwraps.incrementAndGet();
      }
    }
  }
}
