package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.column.ColumnDatabase;
import dev.kekkai.dekstore.column.ColumnException;
import dev.kekkai.dekstore.column.ColumnMigration;
import dev.kekkai.dekstore.column.ColumnSetup;
import dev.kekkai.dekstore.column.EncryptedColumn;
import dev.kekkai.dekstore.column.MigrationStatus;
import dev.kekkai.dekstore.column.PassOptions;
import dev.kekkai.dekstore.column.Phase;
import dev.kekkai.dekstore.column.RunReport;
import dev.kekkai.dekstore.column.VerifyReport;
import dev.kekkai.formats.EncryptionContext;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A plaintext column from its first day to its last. */
class ColumnMigrationTest extends ColumnContract {

  @Test
  void a_column_is_encrypted_verified_cleared_and_dropped() throws Exception {
    rows(10);
    write(
        "update \"users\" set \"otp\" = null where \"id\" = 4",
        "update \"users\" set \"otp\" = '' where \"id\" = 5",
        "update \"users\" set \"otp\" = 'gr\u00fc\u00df \ud83d\ude00' where \"id\" = 6");
    assertThat(setup().start().columnMade()).isTrue();
    assertThat(setup().start().columnMade()).as("again").isFalse();
    assertStatus(Phase.STARTED, 9, 0, 0);
    AtomicLong told = new AtomicLong();
    assertThat(migration().run(told::addAndGet)).isEqualTo(new RunReport(9, 0, 0, List.of()));
    assertThat(told).hasValue(9);
    assertThat(migration().run(UNSEEN).changed()).as("again").isZero();
    assertThat(migration().verify(UNSEEN)).isEqualTo(new VerifyReport(9, 0, 0, List.of()));
    assertStatus(Phase.VERIFIED, 0, 9, 0);
    assertThat(migration().clear(UNSEEN)).isEqualTo(new RunReport(9, 0, 0, List.of()));
    assertStatus(Phase.CLEARED, 0, 0, 9);
    assertThat(migration().verify(UNSEEN).checked()).as("tokens alone").isEqualTo(9);
    assertThat(migration().withValue()).isEqualTo(9);
    assertThat(migration().withPlaintext()).isZero();
    setup().drop();
    setup().drop();
    assertStatus(Phase.DROPPED, 0, 0, 9);
    assertThatThrownBy(() -> texts("select \"otp\" from \"users\"")).hasMessageContaining("otp");
    for (int id = 1; id <= 10; id++) {
      assertThat(decrypted(id))
          .isEqualTo(
              id == 4
                  ? null
                  : id == 5 ? "" : id == 6 ? "gr\u00fc\u00df \ud83d\ude00" : "secret-" + id);
    }
    assertThatThrownBy(() -> migration()).hasMessageContaining("the column 'otp' is gone");
  }

  private void assertStatus(Phase phase, int left, int both, int tokens) {
    assertThat(setup().status()).isEqualTo(new MigrationStatus(phase, left, both, tokens));
  }

  @Test
  void odd_names_a_key_of_several_columns_and_bytes_are_taken() throws Exception {
    String bytea = isPostgreSql() ? "bytea" : "varbinary";
    write(
        "drop table if exists \"o\"\"dd ?'t$kekkai$\"",
        "create table \"o\"\"dd ?'t$kekkai$\" (\"se\"\"lect\" uuid, \"k'2\" varchar(20), \"p ?\" "
            + bytea
            + " not null, primary key (\"se\"\"lect\", \"k'2\"))");
    String id = "0190c0de-0000-4000-8000-00000000000";
    for (int i = 0; i < 7; i++) {
      try (Connection connection = connection();
          PreparedStatement insert =
              connection.prepareStatement(
                  "insert into \"o\"\"dd ?'t$kekkai$\" values (cast(? as uuid), ?, ?)")) {
        insert.setString(1, id + i % 2);
        insert.setString(2, "it's \"" + i);
        insert.setBytes(3, new byte[] {(byte) 0xff, 0, (byte) i});
        insert.executeUpdate();
      }
    }
    EncryptedColumn odd =
        new EncryptedColumn(
            null,
            "o\"dd ?'t$kekkai$",
            List.of("k'2", "se\"lect"),
            "t\" ?",
            dek(),
            List.of("odd", "t"));
    new ColumnSetup(columns(), odd, "p ?").start();
    ColumnMigration migration =
        new ColumnMigration(users(), columns(), odd, "p ?", new PassOptions(2, 3, 0));
    assertThat(migration.run(UNSEEN).isDone()).isTrue();
    assertThat(migration.verify(UNSEEN).checked()).isEqualTo(7);
    assertThat(migration.clear(UNSEEN).changed()).isEqualTo(7);
    assertThat(new ColumnSetup(columns(), odd, "p ?").drop()).as("was not null").isTrue();
    String token =
        texts("select \"t\"\" ?\" from \"o\"\"dd ?'t$kekkai$\" where \"k'2\" = 'it''s \"3'").get(0);
    assertThat(users().decrypt(token, EncryptionContext.of("odd", "t", "it's \"3", id + "1")))
        .isEqualTo(new byte[] {(byte) 0xff, 0, 3});
  }

  @Test
  void plaintext_goes_only_when_verified_and_never_beside_a_wrong_token() throws Exception {
    rows(6);
    setup().start();
    assertRefused(() -> migration().clear(UNSEEN), "The column is not verified");
    migration().run(UNSEEN);
    assertRefused(() -> migration().clear(UNSEEN), "The column is not verified");
    migration().verify(UNSEEN);
    String swap = "update \"users\" set \"otp_enc\" = '%s' where \"id\" = %d";
    String first = texts("select \"otp_enc\" from \"users\" where \"id\" = 1").get(0);
    String other = users().encrypt(dek(), utf8("other"), column().context(List.of("3")));
    write(
        String.format(java.util.Locale.ROOT, swap, first, 2),
        String.format(java.util.Locale.ROOT, swap, other, 3),
        String.format(java.util.Locale.ROOT, swap, "no token", 4));
    RunReport cleared = migration().clear(UNSEEN);
    assertThat(cleared.changed()).isEqualTo(3);
    assertThat(cleared.examples())
        .containsExactlyInAnyOrder(
            "row 2: its token does not decrypt",
            "row 3: its token is of another value than its plaintext",
            "row 4: its token does not decrypt");
    assertThat(texts("select \"otp\" from \"users\" where \"otp\" is not null order by \"id\""))
        .containsExactly("secret-2", "secret-3", "secret-4");
    assertThat(migration().verify(UNSEEN).wrong()).isEqualTo(3);
    assertRefused(() -> setup().drop(), "once kekkai migrate finish has cleared it");
    write("update \"users\" set \"otp_enc\" = null where \"id\" in (2, 3, 4)");
    assertThat(migration().run(UNSEEN).changed()).isEqualTo(3);
    assertThat(migration().clear(UNSEEN).isDone()).isTrue();
    assertThat(decrypted(3)).isEqualTo("secret-3");
  }

  @Test
  void a_row_without_a_token_keeps_the_column_unverified_and_uncleared() throws Exception {
    rows(3);
    verified();
    write("insert into \"users\" (\"id\", \"otp\") values (9, 'late')");
    assertRefused(() -> migration().clear(UNSEEN), "1 rows got plaintext without a token since");
    assertThat(setup().status().phase()).isEqualTo(Phase.STARTED);
    assertThat(migration().verify(UNSEEN).left()).isOne();
    migration().run(UNSEEN);
    assertThat(migration().verify(UNSEEN).isClean()).isTrue();
    migration().clear(UNSEEN);
    write("insert into \"users\" (\"id\", \"otp\") values (10, 'later')");
    assertRefused(() -> setup().drop(), "Rows got plaintext since it was cleared");
    assertThat(migration().clear(UNSEEN)).isEqualTo(new RunReport(0, 1, 0, List.of()));
    migration().run(UNSEEN);
    assertThat(migration().clear(UNSEEN).isDone()).isTrue();
    setup().drop();
    assertThat(decrypted(10)).isEqualTo("later");
  }

  @Test
  void other_settings_than_those_it_was_started_with_are_refused() throws Exception {
    assertRefused(() -> migration(), "has not been started: run kekkai migrate start");
    setup().start();
    EncryptedColumn elsewhere =
        new EncryptedColumn(
            null, "users", List.of("id"), "otp_enc", dek(), List.of("users", "otp"));
    assertThatThrownBy(() -> migration(elsewhere))
        .isInstanceOf(ColumnException.class)
        .hasMessageContaining("context \"users\", \"otp_enc\"; dek " + dek() + "; these are:");
  }

  @Test
  void a_value_that_no_field_can_hold_stops_no_other() throws Exception {
    rows(4);
    write("update \"users\" set \"otp\" = repeat('x', 16777217) where \"id\" = 2");
    setup().start();
    RunReport report = migration().run(UNSEEN);
    assertThat(report)
        .isEqualTo(
            new RunReport(
                3, 1, 1, List.of("row 2: 16,777,217 bytes, and a field has at most 16,777,216")));
    assertThat(migration().verify(UNSEEN).left()).isOne();
  }

  @Test
  void a_token_that_is_away_is_not_taken_for_values_that_are_too_long() throws Exception {
    rows(2);
    write("update \"users\" set \"otp\" = repeat('x', 20000)");
    setup().start();
    users().close();
    assertThatThrownBy(() -> migration().run(UNSEEN)).isInstanceOf(TokenException.class);
    restart();
    assertThat(migration().run(UNSEEN).isDone()).isTrue();
  }

  @Test
  void a_token_or_a_database_that_goes_away_midway_loses_nothing() throws Exception {
    rows(12);
    setup().start();
    PassOptions one = new PassOptions(3, 1, 0);
    assertThatThrownBy(
            () ->
                new ColumnMigration(users(), columns(), column(), "otp", one)
                    .run(rows -> users().close()))
        .isInstanceOf(TokenException.class);
    restart();
    assertThat(migration().left()).isEqualTo(9);
    AtomicInteger lent = new AtomicInteger();
    ColumnDatabase failing =
        ColumnDatabase.of(
            (DataSource)
                Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {DataSource.class},
                    (proxy, method, arguments) -> {
                      if (lent.incrementAndGet() > 6) {
                        throw new SQLException("the database is away", "08006");
                      }
                      return connection();
                    }));
    assertThatThrownBy(
            () -> new ColumnMigration(users(), failing, column(), "otp", one).run(UNSEEN))
        .isInstanceOfSatisfying(
            ColumnException.class, e -> assertThat(e.kind()).isEqualTo(ColumnException.Kind.FAILED))
        .hasMessageContaining("the database is away");
    assertThat(migration().left()).isBetween(1L, 9L);
    assertThat(migration().run(UNSEEN).isDone()).isTrue();
    assertThat(migration().verify(UNSEEN)).isEqualTo(new VerifyReport(12, 0, 0, List.of()));
  }

  boolean isPostgreSql() {
    return false;
  }

  static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ColumnException.class,
            e -> assertThat(e.kind()).isEqualTo(ColumnException.Kind.REFUSED))
        .hasMessageContaining(message);
  }
}
