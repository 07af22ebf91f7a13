package dev.kekkai.dekstore.column;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * The trigger that keeps a token from outliving its plaintext, whoever writes: on PostgreSQL. A
 * writer that changes the plaintext, or the key, and knows nothing of the token takes the token
 * away; the row waits to be encrypted again. While the plaintext is cleared, what has a token is
 * stored without plaintext, too.
 */
final class SyncTrigger {
  /** Says that a transaction is the migration's own; local to it. */
  static final String BY_MIGRATION = "kekkai.migration";

  private final Table table;
  private final String plain;
  private final String function;
  private final String name;

  SyncTrigger(Table table) {
    this(table, table.requirePlain().name());
  }

  SyncTrigger(Table table, String plain) {
    this.table = table;
    this.plain = SqlName.quoted(plain);
    this.name =
        SqlName.quoted(
            "zz_kekkai_" + id(table, plain)); // fires last: sees what other triggers make
    this.function = SqlName.quoted(table.schema()) + "." + name;
  }

  /** The same for the same column, and no longer than a name may be. */
  static String id(Table table, String plain) {
    String of = table.schema() + '\0' + table.name() + '\0' + plain;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes or replaces it; in a transaction, which locks the table against writers for a moment. */
  void install(Connection connection, boolean clears) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local standard_conforming_strings = on");
      statement.execute(
          "create or replace function "
              + function
              + "() returns trigger language plpgsql set search_path = pg_catalog as "
              + SqlName.literal(body(clears)));
      statement.execute("drop trigger if exists " + name + " on " + table.sql());
      statement.execute(
          "create trigger "
              + name
              + " before insert or update on "
              + table.sql()
              + " for each row execute function "
              + function
              + "()");
    }
  }

  /** Takes it away, in a transaction. */
  void remove(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop trigger if exists " + name + " on " + table.sql());
      statement.execute("drop function if exists " + function + "()");
    }
  }

  private String body(boolean clears) {
    String token = table.tokenSql();
    return "begin\n"
        + "  if current_setting('"
        + BY_MIGRATION
        + "', true) = 'on' then return new; end if;\n"
        + "  if tg_op = 'UPDATE' and new."
        + token
        + " is not distinct from old."
        + token
        + " and (new."
        + plain
        + " is distinct from old."
        + plain
        + " or new."
        + plain
        + " is not null and ("
        + keys("new.")
        + ") is distinct from ("
        + keys("old.")
        + ")) then\n"
        + "    new."
        + token
        + " := null;\n"
        + "  end if;\n"
        + (clears
            ? "  if new." + token + " is not null then new." + plain + " := null; end if;\n"
            : "")
        + "  return new;\n"
        + "end";
  }

  private String keys(String of) {
    return table.key().stream()
        .map(column -> of + SqlName.quoted(column.name()))
        .collect(Collectors.joining(", ", "row(", ")"));
  }
}
