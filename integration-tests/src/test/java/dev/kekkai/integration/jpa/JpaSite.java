package dev.kekkai.integration.jpa;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.integration.keyserver.Postgres;
import dev.kekkai.jpa.KekkaiIntegrator;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.SessionFactory;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/**
 * A keyring on SoftHSM2 with the DEK "users", and a database on the real PostgreSQL that the store
 * shares with the application's entities.
 */
final class JpaSite implements AutoCloseable {
  static final String DEK = "users";

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final String url;
  private final KekkaiProvider provider;
  private final StoreDatabase store;
  private final Keyring keyring;

  private JpaSite(String url, KekkaiProvider provider) throws Exception {
    this.url = url;
    this.provider = provider;
    this.store = StoreDatabase.open(url, Environment.DEVELOPMENT);
    this.keyring = new Keyring(provider, store.deks(), store.keks());
    keyring.ensure(DEK);
  }

  static JpaSite open() throws Exception {
    TestToken token = Tokens.softHsm();
    String kek = "jpa" + NAMES.incrementAndGet();
    KekkaiProvider provider = token.provider("kek", kek);
    provider.maker().create(KekSpec.aes(kek));
    return new JpaSite(Postgres.shared().newDatabase() + "?user=" + Postgres.USER, provider);
  }

  Keyring keyring() {
    return keyring;
  }

  /** Tables are made; an entity's SQL goes to this site's database. */
  HibernatePersistenceConfiguration configuration(Class<?>... entities) {
    HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration("test");
    configuration.managedClasses(entities);
    configuration.jdbcUrl(url);
    configuration.property("hibernate.hbm2ddl.auto", "create");
    configuration.property("hibernate.generate_statistics", true);
    configuration.property(KekkaiIntegrator.KEYRING, keyring);
    return configuration;
  }

  SessionFactory sessions(Class<?>... entities) {
    return configuration(entities).createEntityManagerFactory();
  }

  /** What is in the first column of the first row, as the database has it. */
  String sql(String query, Object... arguments) throws SQLException {
    try (Connection connection = store.connections().getConnection();
        PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  /** What somebody does who can write the database, and nothing else. */
  void write(String... statements) throws SQLException {
    try (Connection connection = store.connections().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() {
    keyring.close();
    store.close();
    provider.close();
  }
}
