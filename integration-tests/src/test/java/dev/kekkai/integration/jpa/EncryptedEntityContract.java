package dev.kekkai.integration.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.jpa.ColumnDecryptionException;
import dev.kekkai.jpa.ColumnEncryptionException;
import dev.kekkai.jpa.EncryptedValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Entities with encrypted attributes, on a real token and a real PostgreSQL. */
abstract class EncryptedEntityContract {
  private static final String SECRET = "JBSWY3DPEHPK3PXP";

  private static JpaSite site;
  private static SessionFactory sessions;

  @BeforeAll
  static void open() throws Exception {
    site = JpaSite.open();
    sessions = site.sessions(User.class, Account.class, SavingsAccount.class);
  }

  @AfterAll
  static void close() {
    sessions.close();
    site.close();
  }

  @Test
  void a_value_is_a_token_of_its_row_in_the_database_and_plaintext_in_the_entity()
      throws Exception {
    User user = stored(SECRET);
    String token = token(user);
    assertThat(token).startsWith("kQ").doesNotContain(SECRET);
    byte[] decrypted =
        site.keyring()
            .decrypt(token, EncryptionContext.of("users", "otp_secret", user.id().toString()));
    assertThat(new String(decrypted, StandardCharsets.UTF_8)).isEqualTo(SECRET);
    assertThat(secret(user)).isEqualTo(SECRET);
  }

  @Test
  void a_query_for_entities_decrypts_them_all() throws Exception {
    List<Long> ids = List.of(stored("first").id(), stored("second").id());
    List<String> secrets =
        sessions.fromSession(
            session ->
                session
                    .createSelectionQuery("from User where id in :ids order by id", User.class)
                    .setParameter("ids", ids)
                    .list()
                    .stream()
                    .map(user -> user.secret().text())
                    .toList());
    assertThat(secrets).containsExactly("first", "second");
  }

  @Test
  void loading_makes_no_entity_dirty() throws Exception {
    User user = stored(SECRET);
    String token = token(user);
    sessions.getStatistics().clear();
    sessions.inTransaction(session -> session.find(User.class, user.id()));
    assertThat(sessions.getStatistics().getEntityUpdateCount()).isZero();
    assertThat(token(user)).isEqualTo(token);
  }

  @Test
  void what_was_just_persisted_is_not_dirty_at_the_next_flush() {
    sessions.getStatistics().clear();
    sessions.inTransaction(
        session -> {
          User user = new User("anna");
          user.secret(EncryptedValue.of(SECRET));
          session.persist(user);
          session.flush();
          session.flush();
        });
    assertThat(sessions.getStatistics().getEntityInsertCount()).isEqualTo(1);
    assertThat(sessions.getStatistics().getEntityUpdateCount()).isZero();
  }

  @Test
  void a_change_of_another_attribute_keeps_the_token() throws Exception {
    User user = stored(SECRET);
    String token = token(user);
    sessions.inTransaction(session -> session.find(User.class, user.id()).rename("bert"));
    assertThat(site.sql("select name from users where id = ?", user.id())).isEqualTo("bert");
    assertThat(token(user)).isEqualTo(token);
    sessions.inTransaction(
        session -> {
          User again = session.find(User.class, user.id());
          again.rename("carl");
          again.secret(EncryptedValue.of(SECRET)); // the same, made anew
        });
    assertThat(token(user)).isEqualTo(token);
  }

  @Test
  void a_changed_value_gets_a_new_token_and_an_equal_one_none() throws Exception {
    User user = stored(SECRET);
    String token = token(user);
    sessions.getStatistics().clear();
    sessions.inTransaction(
        session -> session.find(User.class, user.id()).secret(EncryptedValue.of(SECRET)));
    assertThat(sessions.getStatistics().getEntityUpdateCount()).isZero();
    sessions.inTransaction(
        session -> session.find(User.class, user.id()).secret(EncryptedValue.of("another")));
    assertThat(sessions.getStatistics().getEntityUpdateCount()).isEqualTo(1);
    assertThat(token(user)).isNotEqualTo(token);
    assertThat(secret(user)).isEqualTo("another");
  }

  @Test
  void a_value_changed_twice_before_the_commit_is_the_last_one() throws Exception {
    User user = stored(SECRET);
    sessions.inTransaction(
        session -> {
          User managed = session.find(User.class, user.id());
          managed.secret(EncryptedValue.of("one"));
          session.flush();
          managed.secret(EncryptedValue.of("two"));
          session.flush();
          session.refresh(managed);
          assertThat(managed.secret().text()).isEqualTo("two");
        });
    assertThat(secret(user)).isEqualTo("two");
  }

  @Test
  void null_stays_null_and_comes_and_goes() throws Exception {
    User user = stored(null);
    assertThat(token(user)).isNull();
    assertThat(loaded(user).secret()).isNull();
    sessions.inTransaction(
        session -> session.find(User.class, user.id()).secret(EncryptedValue.of("")));
    assertThat(secret(user)).isEmpty();
    sessions.inTransaction(session -> session.find(User.class, user.id()).secret(null));
    assertThat(token(user)).isNull();
  }

  @Test
  void bytes_come_back_as_they_were() {
    byte[] bytes = {0, -1, 17, (byte) 0xc3};
    User user = new User("anna");
    user.secret(EncryptedValue.of(bytes));
    sessions.inTransaction(session -> session.persist(user));
    bytes[0] = 1; // the value has a copy
    EncryptedValue value = loaded(user).secret();
    assertThat(value.bytes()).containsExactly(0, -1, 17, 0xc3);
    assertThatThrownBy(value::text)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("read its bytes()");
  }

  @Test
  void a_detached_entity_is_merged_without_a_new_token_unless_it_changed() throws Exception {
    User user = stored(SECRET);
    String token = token(user);
    User detached = loaded(user);
    detached.rename("detached");
    sessions.inTransaction(session -> session.merge(detached));
    assertThat(token(user)).isEqualTo(token);
    detached.secret(EncryptedValue.of("merged"));
    sessions.inTransaction(session -> session.merge(detached));
    assertThat(secret(user)).isEqualTo("merged");
    User transientUser = new User("new");
    transientUser.secret(EncryptedValue.of("by merge"));
    User merged = sessions.fromTransaction(session -> session.merge(transientUser));
    assertThat(secret(merged)).isEqualTo("by merge");
  }

  @Test
  void a_value_copied_to_another_entity_is_encrypted_for_that_row() throws Exception {
    User from = stored(SECRET);
    User to = stored("old");
    sessions.inTransaction(
        session ->
            session.find(User.class, to.id()).secret(session.find(User.class, from.id()).secret()));
    assertThat(secret(to)).isEqualTo(SECRET);
    assertThat(token(to)).isNotEqualTo(token(from));
  }

  @Test
  void a_token_from_elsewhere_or_altered_is_one_and_the_same_error_when_the_entity_is_loaded()
      throws Exception {
    User user = stored(SECRET);
    User other = stored("other");
    String own = token(user);
    sessions.inTransaction(
        session -> session.find(User.class, user.id()).note(EncryptedValue.of("note")));
    List<String> wrong =
        List.of(
            "'" + token(other) + "'", // another row
            "note", // another column
            "'" + own.substring(0, own.length() - 1) + "'",
            "'" + own + "A'",
            "'"
                + own.substring(0, 40)
                + (own.charAt(40) == 'A' ? 'B' : 'A')
                + own.substring(41)
                + "'",
            "'kQEA" + UUID.randomUUID().toString().replace("-", "") + "'",
            "'" + SECRET + "'",
            "''");
    for (String expression : wrong) {
      site.write("update users set otp_secret = " + expression + " where id = " + user.id());
      assertThatThrownBy(() -> loaded(user))
          .as(expression)
          .isExactlyInstanceOf(ColumnDecryptionException.class)
          .hasMessage("The value of users.otp_secret does not decrypt in this place")
          .hasNoCause();
    }
    site.write("update users set otp_secret = '" + own + "' where id = " + user.id());
    assertThat(secret(user)).isEqualTo(SECRET);
  }

  @Test
  void a_projection_gets_the_token_and_not_the_plaintext() throws Exception {
    User user = stored(SECRET);
    EncryptedValue value =
        sessions.fromSession(
            session ->
                session
                    .createSelectionQuery(
                        "select otpSecret from User where id = :id", EncryptedValue.class)
                    .setParameter("id", user.id())
                    .getSingleResult());
    assertThat(value.token()).contains(token(user));
    assertThatThrownBy(value::text)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("read without its row");
    assertThat(value).hasToString("EncryptedValue");
  }

  @Test
  void a_query_neither_compares_with_a_value_nor_sets_one() throws Exception {
    User user = stored(SECRET);
    String token = token(user);
    EncryptedValue loaded = loaded(user).secret();
    for (EncryptedValue value : List.of(EncryptedValue.of(SECRET), loaded)) {
      assertThatThrownBy(
              () ->
                  sessions.inTransaction(
                      session ->
                          session
                              .createSelectionQuery("from User where otpSecret = :s", User.class)
                              .setParameter("s", value)
                              .list()))
          .isInstanceOf(ColumnEncryptionException.class)
          .hasMessageContaining("blind index");
      assertThatThrownBy(
              () ->
                  sessions.inTransaction(
                      session ->
                          session
                              .createMutationQuery("update User set otpSecret = :s")
                              .setParameter("s", value)
                              .executeUpdate()))
          .isInstanceOf(ColumnEncryptionException.class)
          .hasMessageContaining("with its entity only");
    }
    assertThatThrownBy(
            () ->
                sessions.inTransaction(
                    session ->
                        session
                            .createMutationQuery("update User set otpSecret = :s")
                            .setParameter("s", "text")
                            .executeUpdate()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(token(user)).isEqualTo(token);
  }

  @Test
  void a_row_is_found_by_its_blind_index() throws Exception {
    EncryptionContext column = EncryptionContext.of("users", "note");
    byte[] sought = "sought".getBytes(StandardCharsets.UTF_8);
    site.keyring().ensureIndex("users-note");
    User user = stored(null);
    String index = site.keyring().blindIndex("users-note", sought, column);
    sessions.inTransaction(
        session -> {
          User managed = session.find(User.class, user.id());
          managed.note(EncryptedValue.of(sought));
          managed.noteIndex(index);
        });
    List<String> indexes = site.keyring().blindIndexes("users-note", sought, column);
    List<User> found =
        sessions.fromSession(
            session ->
                session
                    .createSelectionQuery("from User where noteIndex in :found", User.class)
                    .setParameter("found", indexes)
                    .list());
    assertThat(found).extracting(User::id).containsExactly(user.id());
    assertThat(found.get(0).note().bytes()).isEqualTo(sought);
  }

  @Test
  void what_a_literal_in_a_query_has_written_is_refused_when_it_is_loaded() {
    User user = stored(SECRET);
    sessions.inTransaction(
        session ->
            session
                .createMutationQuery("update User set otpSecret = 'plaintext' where id = :id")
                .setParameter("id", user.id())
                .executeUpdate());
    assertThatThrownBy(() -> loaded(user)).isExactlyInstanceOf(ColumnDecryptionException.class);
  }

  @Test
  void a_stateless_session_writes_tokens_too_and_reads_without_decrypting() throws Exception {
    User user = new User("stateless");
    user.secret(EncryptedValue.of(SECRET));
    sessions.inStatelessTransaction(session -> session.insert(user));
    assertThat(secret(user)).isEqualTo(SECRET);
    String token = token(user);
    try (StatelessSession session = sessions.openStatelessSession()) {
      User read = session.get(User.class, user.id());
      assertThat(read.secret().token()).contains(token);
      assertThatThrownBy(() -> read.secret().text()).isInstanceOf(IllegalStateException.class);
      read.rename("again");
      session.update(read);
      assertThat(token(user)).as("a token in its place is kept").isEqualTo(token);
      User other = stored("other");
      other.secret(read.secret());
      assertThatThrownBy(() -> session.update(other)).isInstanceOf(ColumnDecryptionException.class);
      read.secret(EncryptedValue.of("upserted"));
      session.upsert(read);
    }
    assertThat(secret(user)).isEqualTo("upserted");
  }

  @Test
  void assigned_ids_uuids_and_subclasses_are_bound_by_the_table_that_has_the_column()
      throws Exception {
    SavingsAccount account = new SavingsAccount();
    account.iban = EncryptedValue.of("DE00");
    account.memo = EncryptedValue.of("memo");
    sessions.inTransaction(session -> session.persist(account));
    String id = account.id.toString();
    String iban = site.sql("select iban from account where id = ?", account.id);
    String memo = site.sql("select memo_v1 from savings_account where id = ?", account.id);
    assertThat(site.keyring().decrypt(iban, EncryptionContext.of("account", "iban", id)))
        .isNotEmpty();
    assertThat(site.keyring().decrypt(memo, EncryptionContext.of("savings", "memo", id)))
        .as("a table and a column with other names in the context")
        .isNotEmpty();
    Account loaded =
        sessions.fromSession(
            session ->
                session.createSelectionQuery("from Account", Account.class).getSingleResult());
    assertThat(loaded.iban.text()).isEqualTo("DE00");
    assertThat(((SavingsAccount) loaded).memo.text()).isEqualTo("memo");
  }

  @Test
  void columns_are_made_long_enough_for_255_characters_or_as_long_as_is_said() throws Exception {
    String length =
        "select character_maximum_length from information_schema.columns"
            + " where table_name = 'users' and column_name = ?";
    assertThat(site.sql(length, "otp_secret")).isEqualTo("1082");
    assertThat(site.sql(length, "note")).isEqualTo("400");
    User user = stored("\u20ac".repeat(255));
    assertThat(token(user)).hasSizeLessThanOrEqualTo(1082);
    assertThat(secret(user)).hasSize(255);
  }

  @Test
  void a_dek_that_does_not_exist_fails_the_flush_and_nothing_is_stored() throws Exception {
    String before = site.sql("select count(*) from account");
    Account account = new Account();
    account.lost = EncryptedValue.of("x");
    assertThatThrownBy(() -> sessions.inTransaction(session -> session.persist(account)))
        .hasMessageContaining("'no-such-dek'");
    assertThat(site.sql("select count(*) from account")).isEqualTo(before);
  }

  private static User stored(String secret) {
    User user = new User("anna");
    user.secret(secret == null ? null : EncryptedValue.of(secret));
    sessions.inTransaction(session -> session.persist(user));
    return user;
  }

  private static User loaded(User user) {
    return sessions.fromSession(session -> session.find(User.class, user.id()));
  }

  private static String secret(User user) {
    return loaded(user).secret().text();
  }

  private static String token(User user) throws Exception {
    return site.sql("select otp_secret from users where id = ?", user.id());
  }
}
