package dev.kekkai.examples.jdbc;

import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.provider.KekkaiProvider;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** An encrypted column with plain JDBC. */
public final class JdbcExample {
  private static final long ANNA = 1;
  private static final long BERT = 2;

  private JdbcExample() {}

  /**
   * Runs the example.
   *
   * @param properties path of kekkai.properties
   * @param database the application's connections; its tables and the DEK store share a database
   * @param out where the example says what it does
   * @throws Exception when it doesn't go as it should
   */
  public static void run(String properties, DataSource database, PrintStream out) throws Exception {
    // An application opens these three at its start and closes them at its end.
    try (KekkaiProvider provider = new KekkaiProvider().configure(properties);
        StoreDatabase store = StoreDatabase.open(database);
        Keyring keyring = new Keyring(provider, store.deks(), store.keks())) {
      keyring.ensure(Users.DEK); // made at the first start

      Users users = new Users(database, keyring);
      users.createTable();
      users.add(ANNA, "anna", "JBSWY3DPEHPK3PXP");
      users.add(BERT, "bert", "KRSXG5CTMVRXEZLU");
      out.println("The application reads: " + users.otpSecret(ANNA));
      out.println("The database has:      " + users.storedSecret(ANNA));

      // Somebody who can write the database gives anna's secret to bert.
      giveAnnasSecretToBert(database);
      try {
        users.otpSecret(BERT);
        throw new IllegalStateException("A value of another row was accepted");
      } catch (FieldDecryptionException e) {
        out.println("In bert's row:         " + e.getMessage());
      }
      users.remove(ANNA);
      users.remove(BERT);
    }
  }

  private static void giveAnnasSecretToBert(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update users set otp_secret = (select otp_secret from users where id = 1) where id = 2");
    }
  }
}
