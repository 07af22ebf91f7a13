package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.dekstore.DekLifecycle;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.StoreChangedException;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.dekstore.StoreReadOnlyException;
import dev.kekkai.dekstore.StoreRestore;
import dev.kekkai.provider.KekkaiProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store, or a row of it, that somebody puts back as it was. */
class RollbackTest extends StoreContract {
  private static final String[] TABLES = {"dek", "dek_node", "dek_store"};

  @TempDir private Path folder;
  private KekkaiProvider app;
  private String token;

  @BeforeEach
  void fill() throws Exception {
    app = token().provider("kek", kek(), "store.head", head().toString(), "dek.max-uses", "8");
    try (Keyring keyring = open()) {
      keyring.ensure("users");
      token = keyring.encrypt("users", utf8("secret"), PLACE);
    }
  }

  @AfterEach
  void closeApp() {
    app.close();
  }

  private Path head() {
    return folder.resolve("head");
  }

  private Keyring open() {
    return new Keyring(app, deks(), database().keks());
  }

  private void backUp() throws Exception {
    for (String table : TABLES) {
      write(
          "drop table if exists kept_" + table,
          "create table kept_" + table + " as select * from " + table);
    }
  }

  private void restore() throws Exception {
    for (String table : TABLES) {
      write("delete from " + table, "insert into " + table + " select * from kept_" + table);
    }
  }

  private void goOn() throws Exception {
    try (Keyring keyring = open()) {
      for (int i = 0; i < 20; i++) {
        keyring.encrypt("users", utf8("more"), PLACE);
      }
    }
  }

  @Test
  void a_whole_row_put_back_with_its_tag_is_refused_by_who_has_not_seen_the_newer_one()
      throws Exception {
    DekRecord old = row("users");
    goOn();
    putBack(old);
    try (Keyring fresh = open()) {
      assertThatThrownBy(() -> fresh.ensure("users")).isInstanceOf(StoreChangedException.class);
      assertThatThrownBy(() -> fresh.decrypt(token, PLACE))
          .isInstanceOf(StoreChangedException.class);
    }
  }

  @Test
  void a_store_restored_as_a_whole_is_read_only() throws Exception {
    backUp();
    goOn();
    restore();
    try (Keyring fresh = open()) {
      assertThat(text(fresh.decrypt(token, PLACE))).isEqualTo("secret");
      assertThatThrownBy(() -> fresh.encrypt("users", utf8("x"), PLACE))
          .isInstanceOf(StoreReadOnlyException.class)
          .hasMessageContaining("kekkai store accept-restore");
      assertThatThrownBy(() -> fresh.ensure("others")).isInstanceOf(StoreReadOnlyException.class);
    }
    Rotation rotation = new Rotation(app, deks(), database().keks());
    int keys = app.tokenKeys().labels().size();
    assertThatThrownBy(() -> rotation.rotate(kek())).isInstanceOf(StoreReadOnlyException.class);
    assertThat(app.tokenKeys().labels()).hasSize(keys);
  }

  @Test
  void a_store_restored_under_a_running_keyring_is_read_only() throws Exception {
    backUp();
    try (Keyring running = open()) {
      for (int i = 0; i < 20; i++) {
        running.encrypt("users", utf8("more"), PLACE);
      }
      restore();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 20; i++) {
                  running.encrypt("users", utf8("more"), PLACE);
                }
              })
          .isInstanceOf(StoreReadOnlyException.class)
          .hasMessageContaining("this process has seen change");
      assertThat(text(running.decrypt(token, PLACE))).isEqualTo("secret");
      assertThatThrownBy(() -> running.ensure("others")).isInstanceOf(StoreReadOnlyException.class);
    }
  }

  @Test
  void a_restored_store_that_is_accepted_counts_more_uses_and_goes_on() throws Exception {
    backUp();
    goOn();
    restore();
    long before = row("users").usesLeased();
    CountedRows counted = new CountedRows();
    StoreRestore.Accepted accepted =
        new StoreRestore(app, deks(), database().keks()).accept(counted);
    assertThat(counted.told()).isEqualTo(deks().count() + " of " + deks().count());
    assertThat(accepted.deks()).isEqualTo(1);
    assertThat(accepted.lostChanges()).isPositive();
    assertThat(row("users").usesLeased()).isEqualTo(before + accepted.margin());
    assertThat(accepted.margin()).isGreaterThan(1L << 30);
    goOn();
    try (Keyring fresh = open()) {
      assertThat(text(fresh.decrypt(token, PLACE))).isEqualTo("secret");
    }
    assertThatThrownBy(() -> new StoreRestore(app, deks(), database().keks()).accept())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("There is no restored store to accept");
  }

  @Test
  void an_acceptance_that_was_interrupted_is_finished_by_the_next_and_counts_no_more_lost()
      throws Exception {
    backUp();
    goOn();
    restore();
    long before = row("users").usesLeased();
    DekStore dying =
        new ForwardingStore(deks()) {
          @Override
          public Set<UUID> updateAll(List<DekRecord> nexts) {
            throw new StoreException("The store went away", null);
          }
        };
    assertThatThrownBy(() -> new StoreRestore(app, dying, database().keks()).accept())
        .hasMessage("The store went away");
    try (Keyring fresh = open()) {
      assertThatThrownBy(() -> fresh.ensure("others")).isInstanceOf(StoreReadOnlyException.class);
    }
    StoreRestore.Accepted accepted = new StoreRestore(app, deks(), database().keks()).accept();
    assertThat(accepted.lostChanges()).isBetween(1L, 1000L);
    assertThat(accepted.deks()).isEqualTo(1);
    assertThat(row("users").usesLeased()).isEqualTo(before + accepted.margin());
    goOn();
  }

  @Test
  void a_store_that_took_another_course_since_a_backup_is_read_only() throws Exception {
    backUp();
    make("one");
    byte[] seen = Files.readAllBytes(head());
    restore();
    Files.delete(head());
    make("two"); // as many changes as before, but others
    Files.write(head(), seen);
    try (Keyring fresh = open()) {
      assertThatThrownBy(() -> fresh.ensure("three")).isInstanceOf(StoreReadOnlyException.class);
    }
  }

  private void make(String name) throws Exception {
    try (Keyring keyring = open()) {
      keyring.ensure(name);
    }
  }

  @Test
  void an_older_head_file_is_brought_up_to_date() throws Exception {
    byte[] old = Files.readAllBytes(head());
    goOn();
    byte[] newest = Files.readAllBytes(head());
    assertThat(newest).isNotEqualTo(old);
    Files.write(head(), old);
    try (Keyring keyring = open()) {
      keyring.decrypt(token, PLACE);
    }
    String[] lines = Files.readString(head()).split("\n");
    assertThat(new String(newest, StandardCharsets.US_ASCII)).contains(lines[2], lines[3]);
  }

  @Test
  void a_head_file_that_was_changed_is_refused() throws Exception {
    String text = Files.readString(head());
    for (String line :
        new String[] {"counter ", "root ", "keks ", "store ", "key ", "signature "}) {
      int at = text.indexOf(line) + line.length();
      char other = text.charAt(at) == '1' ? '2' : '1';
      Files.writeString(head(), text.substring(0, at) + other + text.substring(at + 1));
      try (Keyring keyring = open()) {
        assertThatThrownBy(() -> keyring.ensure("users"))
            .as(line)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("The head file")
            .hasMessageContaining("is refused");
      }
    }
  }

  @Test
  void what_is_no_head_file_is_refused() throws Exception {
    for (String text : new String[] {"", "x", "1".repeat(1025)}) {
      Files.writeString(head(), text);
      try (Keyring keyring = open()) {
        assertThatThrownBy(() -> keyring.ensure("users"))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("is refused");
      }
    }
  }

  @Test
  void the_head_file_of_another_store_is_refused() throws Exception {
    byte[] first = Files.readAllBytes(head());
    write("delete from dek", "delete from dek_node", "delete from kek");
    write(
        "update dek_store set store_id = null, tag_key = null, tag_key_id = null, head_tag = null");
    Files.delete(head());
    try (Keyring keyring = open()) {
      keyring.ensure("users");
    }
    Files.write(head(), first);
    try (Keyring keyring = open()) {
      assertThatThrownBy(() -> keyring.ensure("users"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("name the file of this store");
    }
  }

  @Test
  void states_that_are_changed_are_in_the_head_file_at_once() throws Exception {
    DekLifecycle lifecycle = new DekLifecycle(app, deks(), database().keks());
    String before = Files.readString(head());
    lifecycle.move(row("users").id(), dev.kekkai.dekstore.DekState.COMPROMISED);
    assertThat(Files.readString(head())).isNotEqualTo(before);
  }
}
