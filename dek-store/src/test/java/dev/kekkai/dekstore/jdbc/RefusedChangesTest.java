package dev.kekkai.dekstore.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.NameTakenException;
import dev.kekkai.dekstore.RowTag;
import dev.kekkai.dekstore.StoreIdentity;
import dev.kekkai.provider.keys.KekRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change that is rolled back takes nothing of another one with it. */
class RefusedChangesTest {
  private static final int THREADS = 6;
  private static final int CHANGES = 60;

  @TempDir private Path folder;

  private static DekRecord tagged(String name) {
    return Rows.dek(name, new KekRef("payments", 1)).withTag(new RowTag("01", "tag"));
  }

  @Test
  void of_changes_at_once_each_refused_one_leaves_the_others_as_they_are() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (StoreDatabase database = StoreDatabase.open(Rows.url(folder), Environment.DEVELOPMENT)) {
      database.keks().addFirst(Rows.kek("payments", 1));
      DekStore store = database.deks();
      SoftGuard guard = new SoftGuard(new StoreIdentity(UUID.randomUUID(), "k.v1", "01"));
      store.setUp(guard);
      store.guard(guard);
      store.add(tagged("taken"));
      List<Callable<Void>> work = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int self = t;
        work.add(
            () -> {
              for (int i = 0; i < CHANGES; i++) {
                store.add(tagged("d" + self + "-" + i));
                assertThatThrownBy(() -> store.add(tagged("taken")))
                    .isInstanceOf(NameTakenException.class);
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
      assertThat(store.head(guard).counter()).isEqualTo(2 + THREADS * CHANGES);
    } finally {
      threads.shutdownNow();
    }
  }
}
