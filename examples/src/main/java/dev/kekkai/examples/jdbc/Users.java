package dev.kekkai.examples.jdbc;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldDecryptionException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The table users, whose column otp_secret is encrypted. */
final class Users {
  /** The DEK of this table. */
  static final String DEK = "users";

  private final DataSource connections;
  private final Keyring keyring;

  Users(DataSource connections, Keyring keyring) {
    this.connections = connections;
    this.keyring = keyring;
  }

  void createTable() throws SQLException {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      // 120 characters hold a secret of 44 bytes: docs/columns.md
      statement.execute(
          "create table if not exists users"
              + " (id bigint primary key, name varchar(64) not null, otp_secret varchar(120))");
    }
  }

  void add(long id, String name, String otpSecret) throws SQLException, TokenException {
    String token =
        keyring.encrypt(DEK, otpSecret.getBytes(StandardCharsets.UTF_8), placeOfSecret(id));
    try (Connection connection = connections.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into users (id, name, otp_secret) values (?, ?, ?)")) {
      insert.setLong(1, id);
      insert.setString(2, name);
      insert.setString(3, token);
      insert.executeUpdate();
    }
  }

  String otpSecret(long id) throws SQLException, TokenException, FieldDecryptionException {
    return new String(keyring.decrypt(storedSecret(id), placeOfSecret(id)), StandardCharsets.UTF_8);
  }

  void remove(long id) throws SQLException {
    try (Connection connection = connections.getConnection();
        PreparedStatement delete = connection.prepareStatement("delete from users where id = ?")) {
      delete.setLong(1, id);
      delete.executeUpdate();
    }
  }

  /** What whoever reads the database sees. */
  String storedSecret(long id) throws SQLException {
    try (Connection connection = connections.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select otp_secret from users where id = ?")) {
      select.setLong(1, id);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("There is no user " + id);
        }
        return rows.getString(1);
      }
    }
  }

  /** Table, column and row: the value decrypts nowhere else. */
  private static EncryptionContext placeOfSecret(long id) {
    return EncryptionContext.of("users", "otp_secret", Long.toString(id));
  }
}
