package dev.kekkai.integration.store;

import dev.kekkai.config.Environment;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekLifecycle;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.testkit.TokenContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A token with a KEK, and an empty store for each test. */
abstract class StoreContract extends TokenContract {
  static final EncryptionContext PLACE = EncryptionContext.of("users", "otp_secret", "4711");

  private final String kek = freshName();

  private StoreDatabase database;

  @Override
  protected String[] overrides() {
    return new String[] {"kek", kek};
  }

  @Override
  protected void prepare() throws Exception {
    // Also what the store needs of it, once and not in each test.
    provider().deks().generateWrapped(make(KekSpec.aes(kek)));
  }

  @BeforeEach
  void openStore(@TempDir Path folder) throws Exception {
    database = StoreDatabase.open(storeUrl(folder), Environment.DEVELOPMENT);
  }

  /** A new database; another one than H2 where a test says so. */
  String storeUrl(Path folder) throws Exception {
    return "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
  }

  @AfterEach
  void closeStore() {
    database.close();
  }

  StoreDatabase database() {
    return Objects.requireNonNull(database);
  }

  DekStore deks() {
    return database().deks();
  }

  String kek() {
    return kek;
  }

  Keyring keyring() {
    return keyring(deks());
  }

  Keyring keyring(DekStore store) {
    return new Keyring(provider(), store, database().keks());
  }

  DekRecord row(String name) {
    return deks().find(name).orElseThrow();
  }

  /** AES session objects of this login, which is what materialised DEKs are in hsm mode. */
  int sessionKeys() throws TokenException {
    Template keys =
        Template.builder().with(Cka.CLASS, Cko.SECRET_KEY).with(Cka.TOKEN, false).build();
    return provider().source().get().with(session -> session.find(keys).size());
  }

  DekLifecycle lifecycle() {
    return new DekLifecycle(provider(), deks(), database().keks());
  }

  /** What somebody does who can write the database, and nothing else. */
  void write(String... statements) throws SQLException {
    try (Connection connection = database().connections().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Puts a row back as it was, tag and all. */
  void putBack(DekRecord old) throws SQLException {
    write("delete from dek where id = '" + old.id() + "'");
    deks().add(old);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
