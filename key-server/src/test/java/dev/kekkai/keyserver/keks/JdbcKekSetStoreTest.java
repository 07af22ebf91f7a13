package dev.kekkai.keyserver.keks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.Environment;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.DatabaseSettings;
import dev.kekkai.keyserver.keks.KekSetStore.StoredKekSet;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On H2; on PostgreSQL with the server itself. */
class JdbcKekSetStoreTest {
  @TempDir Path folder;

  @Test
  void keeps_the_newest_set_and_lets_one_server_win() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("db") + ";WRITE_DELAY=0";
    try (Database database =
        Database.open(DatabaseSettings.of(url, "sa", null, Environment.DEVELOPMENT))) {
      KekSetStore store = new JdbcKekSetStore(database.connections(), "one");
      assertThat(store.newest()).isEmpty();
      StoredKekSet first = new StoredKekSet(7, 1_800_000_000L, "a.b.c");
      assertThat(store.add(first)).isTrue();
      assertThat(store.add(new StoredKekSet(7, 1_800_000_001L, "d.e.f"))).isFalse();
      assertThat(store.newest()).contains(first);
      StoredKekSet second = new StoredKekSet(8, 1_800_000_002L, "x".repeat(100_000));
      assertThat(store.add(second)).isTrue();
      assertThat(store.newest()).contains(second);
      StoredKekSet renewed = new StoredKekSet(8, 1_800_000_900L, "new");
      assertThat(store.replace(second, renewed)).isTrue();
      assertThat(store.replace(second, new StoredKekSet(8, 1_800_000_901L, "late"))).isFalse();
      assertThat(store.newest()).contains(renewed);
    }
  }
}
