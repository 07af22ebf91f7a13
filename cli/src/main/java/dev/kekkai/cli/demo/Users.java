package dev.kekkai.cli.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** The application's own table. Kekkai knows nothing of it. */
final class Users {
  private final DataSource connections;

  Users(DataSource connections) {
    this.connections = connections;
  }

  void createTable() throws SQLException {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table users (user_id varchar(64) primary key, otp_secret varchar(512) not null)");
    }
  }

  void insert(String userId, String token) throws SQLException {
    try (Connection connection = connections.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("insert into users (user_id, otp_secret) values (?, ?)")) {
      statement.setString(1, userId);
      statement.setString(2, token);
      statement.executeUpdate();
    }
  }

  /** All rows, in order of user_id. */
  Map<String, String> rows() throws SQLException {
    Map<String, String> rows = new LinkedHashMap<>();
    try (Connection connection = connections.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select user_id, otp_secret from users order by user_id");
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        rows.put(found.getString(1), found.getString(2));
      }
    }
    return rows;
  }

  /** SHA-256 over all rows, in hexadecimal. */
  String checksum() throws SQLException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    rows()
        .forEach(
            (user, token) ->
                digest.update((user + '\t' + token + '\n').getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }
}
