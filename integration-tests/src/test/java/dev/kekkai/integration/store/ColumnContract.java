package dev.kekkai.integration.store;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.DekLifecycle;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.column.ColumnDatabase;
import dev.kekkai.dekstore.column.ColumnMigration;
import dev.kekkai.dekstore.column.ColumnReencryption;
import dev.kekkai.dekstore.column.ColumnSetup;
import dev.kekkai.dekstore.column.EncryptedColumn;
import dev.kekkai.dekstore.column.PassOptions;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application's table in the database of a store, with a column to be encrypted; a DEK of its
 * own for each test. On one token: the contract of the keyring covers the others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ColumnContract {
  static final LongConsumer UNSEEN = rows -> {};

  private String url;
  private KekkaiProvider provider;
  private StoreDatabase store;
  private ColumnDatabase columns;
  private Keyring keyring;
  private int tests;
  private EncryptedColumn column;

  @BeforeAll
  void openStore(@TempDir Path folder) throws Exception {
    provider = SoftHsmTokens.create(getClass().getSimpleName()).provider("kek", "payments");
    provider.maker().create(KekSpec.aes("payments"));
    url = storeUrl(folder);
    store = StoreDatabase.open(url, Environment.DEVELOPMENT);
    columns = ColumnDatabase.of(store.connections());
  }

  /** A new database; another one than H2 where a test says so. */
  String storeUrl(Path folder) throws Exception {
    return "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
  }

  @AfterAll
  void closeStore() {
    store.close();
    provider.close();
  }

  @BeforeEach
  void makeTable() throws Exception {
    column = EncryptedColumn.of("users", "id", "otp_enc", "users" + ++tests);
    restart();
    keyring.ensure(dek());
    write(
        "drop table if exists \"users\"",
        "drop table if exists kekkai_column_migration",
        "create table \"users\" (\"id\" bigint primary key, \"otp\" varchar, \"note\" varchar)");
  }

  @AfterEach
  void closeKeyring() {
    keyring.close();
  }

  /** As an application that is started anew. */
  final void restart() {
    if (keyring != null) {
      keyring.close();
    }
    keyring = new Keyring(provider, deks(), store.keks());
  }

  final String url() {
    return url;
  }

  EncryptedColumn column() {
    return Objects.requireNonNull(column);
  }

  String dek() {
    return column().dek();
  }

  DekStore deks() {
    return store.deks();
  }

  DekRecord dekRow() {
    return deks().find(dek()).orElseThrow();
  }

  DekLifecycle lifecycle() {
    return new DekLifecycle(provider, deks(), store.keks());
  }

  Connection connection() throws SQLException {
    return store.connections().getConnection();
  }

  void write(String... statements) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  Keyring users() {
    return Objects.requireNonNull(keyring);
  }

  ColumnDatabase columns() {
    return Objects.requireNonNull(columns);
  }

  ColumnSetup setup() {
    return new ColumnSetup(columns(), column(), "otp");
  }

  ColumnMigration migration() {
    return migration(column());
  }

  ColumnMigration migration(EncryptedColumn column) {
    return new ColumnMigration(users(), columns(), column, "otp", new PassOptions(3, 2, 0));
  }

  ColumnReencryption reencryption() {
    return new ColumnReencryption(users(), deks(), columns(), column(), new PassOptions(3, 2, 0));
  }

  /** Rows 1 to n with secret-ID. */
  void rows(int n) throws SQLException {
    for (int id = 1; id <= n; id++) {
      write("insert into \"users\" (\"id\", \"otp\") values (" + id + ", 'secret-" + id + "')");
    }
  }

  /** The first column of all rows, in order. */
  List<String> texts(String query) throws SQLException {
    try (Connection connection = connection();
        PreparedStatement statement = connection.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  /** What the token of a row says. */
  String decrypted(int id) throws Exception {
    String token = texts("select \"otp_enc\" from \"users\" where \"id\" = " + id).get(0);
    return token == null
        ? null
        : new String(users().decrypt(token, column().context(List.of(Integer.toString(id)))));
  }

  /** Up to a verified column. */
  void verified() throws Exception {
    setup().start();
    migration().run(UNSEEN);
    migration().verify(UNSEEN);
  }
}
