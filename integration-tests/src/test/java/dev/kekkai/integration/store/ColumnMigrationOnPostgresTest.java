package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.dekstore.column.ColumnDatabase;
import dev.kekkai.dekstore.column.ColumnException;
import dev.kekkai.dekstore.column.ColumnMigration;
import dev.kekkai.dekstore.column.ColumnSetup;
import dev.kekkai.dekstore.column.PassOptions;
import dev.kekkai.dekstore.column.Phase;
import dev.kekkai.integration.keyserver.Await;
import dev.kekkai.testkit.OneToken;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The same on PostgreSQL, where a trigger watches over who writes. */
@OneToken
class ColumnMigrationOnPostgresTest extends ColumnMigrationTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(getClass());
  }

  @Override
  boolean isPostgreSql() {
    return true;
  }

  @Test
  void a_writer_that_knows_the_plaintext_only_takes_the_token_away() throws Exception {
    rows(5);
    setup().start();
    migration().run(UNSEEN);
    write(
        "update users set otp = 'new-1' where id = 1",
        "update users set otp = null where id = 2",
        "update users set note = 'x' where id = 3",
        "update users set id = 40 where id = 4",
        "update users set otp = 'secret-5' where id = 5");
    assertThat(texts("select id from users where otp_enc is null order by id"))
        .containsExactly("1", "2", "40");
    migration().run(UNSEEN);
    assertThat(decrypted(1)).isEqualTo("new-1");
    assertThat(decrypted(2)).isNull();
    assertThat(decrypted(40)).isEqualTo("secret-4");
    assertThat(migration().verify(UNSEEN).isClean()).isTrue();
  }

  @Test
  void while_it_is_cleared_what_has_a_token_is_stored_without_plaintext() throws Exception {
    rows(2);
    verified();
    write("update users set otp = 'both', otp_enc = 'token of both' where id = 1");
    assertThat(texts("select otp from users where id = 1")).containsExactly("both");
    migration().verify(UNSEEN);
    write("update users set otp_enc = null where id = 1");
    migration().run(UNSEEN);
    migration().verify(UNSEEN);
    migration().clear(UNSEEN);
    String token = users().encrypt(dek(), utf8("new"), column().context(List.of("2")));
    write(
        "update users set otp = 'new', otp_enc = '" + token + "' where id = 2",
        "insert into users (id, otp, otp_enc) values (3, 'three', 'its token')",
        "insert into users (id, otp) values (4, 'four')",
        "update users set otp = 'one' where id = 1");
    assertThat(texts("select id || coalesce(otp, '') || (otp_enc is null) from users order by id"))
        .containsExactly("1onetrue", "2false", "3false", "4fourtrue");
    assertThat(decrypted(2)).isEqualTo("new");
    assertThat(migration().clear(UNSEEN).left()).isEqualTo(2);
    migration().run(UNSEEN);
    assertThat(migration().clear(UNSEEN).isDone()).isTrue();
  }

  @Test
  void a_not_null_column_is_cleared_and_indexes_and_triggers_are_named() throws Exception {
    write(
        "alter table users alter column otp set not null",
        "create index by_otp on users (otp)",
        "create index by_other on users (note)",
        "create index folded on users (lower(otp))",
        "create materialized view kept as select id, otp from users",
        "create view other as select id, note from users",
        "create or replace function watch() returns trigger language plpgsql as"
            + " 'begin return new; end'",
        "create trigger watching before update on users for each row execute function watch()");
    rows(2);
    assertThat(setup().start().bystanders())
        .containsExactly(
            "index by_otp", "index folded", "materialized view kept", "trigger watching");
    write("drop materialized view kept", "drop view other");
    verified();
    migration().clear(UNSEEN);
    assertThat(setup().drop()).as("was not null").isTrue();
    assertThat(texts("select tgname from pg_trigger where tgrelid = 'users'::regclass"))
        .containsExactly("watching");
    assertThat(texts("select proname from pg_proc where proname like 'zz_kekkai%'")).isEmpty();
    assertThat(texts("select conname from pg_constraint where conname like 'kekkai\\_no%'"))
        .isEmpty();
  }

  @Test
  void rows_are_changed_read_committed_whatever_the_usual_isolation_is() throws Exception {
    write(
        "create or replace function noted() returns trigger language plpgsql as"
            + " 'begin new.note := current_setting(''transaction_isolation''); return new; end'",
        "create trigger noting before update on users for each row execute function noted()");
    rows(2);
    setup().start();
    String strict = url() + "&options=-c%20default_transaction_isolation=serializable";
    try (ColumnDatabase columns = ColumnDatabase.open(strict, 2)) {
      PassOptions one = new PassOptions(3, 1, 0);
      new ColumnMigration(users(), columns, column(), "otp", one).run(UNSEEN);
    }
    assertThat(texts("select distinct note from users")).containsExactly("read committed");
  }

  @Test
  void a_row_that_another_transaction_holds_is_waited_for_by_nobody() throws Exception {
    rows(4);
    setup().start();
    AtomicReference<Exception> trouble = new AtomicReference<>();
    try (Connection other = connection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("update users set otp = 'mine' where id = 2");
      Thread run = new Thread(() -> run(trouble));
      run.start();
      Await.until(
          "all others are encrypted",
          () -> texts("select id from users where otp_enc is null").equals(List.of("2")));
      other.commit();
      other.setAutoCommit(true);
      run.join();
    }
    assertThat(trouble).hasValue(null);
    assertThat(decrypted(2)).isEqualTo("mine");
  }

  private void run(AtomicReference<Exception> trouble) {
    try {
      migration().run(UNSEEN);
    } catch (Exception e) {
      trouble.set(e);
    }
  }

  @Test
  void a_migration_that_is_killed_while_it_changes_the_table_is_started_again() throws Exception {
    rows(2);
    setup().start();
    String trigger =
        texts(
                "select tgname from pg_trigger where tgname like 'zz_kekkai%'"
                    + " and tgrelid = 'users'::regclass")
            .get(0);
    write("drop trigger \"" + trigger + "\" on users");
    setup().start();
    assertThat(texts("select tgname from pg_trigger where tgrelid = 'users'::regclass"))
        .containsExactly(trigger);
    assertThat(setup().status().phase()).isEqualTo(Phase.STARTED);
  }

  @Test
  void rows_hidden_by_row_security_and_values_in_errors_are_not_let_through() throws Exception {
    rows(1);
    write(
        "alter table users enable row level security",
        "alter table users force row level security",
        "drop role if exists clerk",
        "create role clerk login",
        "grant all on users to clerk",
        "grant usage, create on schema public to clerk");
    String url = url().replaceAll("user=\\w+", "user=clerk");
    try (ColumnDatabase database = ColumnDatabase.open(url, 2)) {
      assertThatThrownBy(() -> new ColumnSetup(database, column(), "otp"))
          .isInstanceOf(ColumnException.class)
          .hasMessageContaining("Row security hides rows of 'users'");
    }
    write(
        "alter table users disable row level security",
        "alter table users no force row level security",
        "drop owned by clerk",
        "drop role clerk");
    setup().start();
    write("alter table users add constraint lawful check (otp_enc is null or id = 0)");
    assertThatThrownBy(() -> migration().run(UNSEEN))
        .isInstanceOf(ColumnException.class)
        .hasMessageContaining("check constraint \"lawful\"")
        .hasMessageNotContaining("secret-1")
        .satisfies(e -> assertThat(e.getCause().getMessage()).doesNotContain("secret-1"));
  }

  @Test
  void a_trigger_that_takes_tokens_away_stops_the_clearing_before_anything_is_lost()
      throws Exception {
    rows(2);
    verified();
    write(
        "create or replace function thief() returns trigger language plpgsql as"
            + " 'begin new.otp_enc := null; return new; end'",
        "create trigger thief before update on users for each row execute function thief()");
    assertRefused(() -> migration().clear(UNSEEN), "A trigger of 'users' takes tokens away");
    assertThat(texts("select otp from users order by id")).containsExactly("secret-1", "secret-2");
  }
}
