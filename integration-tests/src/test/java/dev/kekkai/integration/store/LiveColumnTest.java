package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.Main;
import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.column.DualReadColumn;
import dev.kekkai.dekstore.column.DualReadColumn.Writes;
import dev.kekkai.dekstore.column.EncryptedColumn;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.integration.cli.Shell;
import dev.kekkai.integration.keyserver.Postgres;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A column migrated by the command while two releases of an application read and write, and while
 * the command is killed. A few thousand rows in {@code mvn verify}; the whole show:
 *
 * <pre>mvn -pl integration-tests -am package -Dtest=LiveColumnTest -Dkekkai.rows=1000000</pre>
 */
@Tag("slow")
class LiveColumnTest {
  private static final int FEW = 3000;
  private static final int ROWS = Integer.getInteger("kekkai.rows", FEW);
  private static final int KILLS = Integer.getInteger("kekkai.kills", 1);
  private static final EncryptedColumn COLUMN =
      EncryptedColumn.of("users", "id", "otp_enc", "users");

  @TempDir private Path folder;
  private String url;
  private Shell shell;
  private Path settings;

  @Test
  void no_row_is_lost_none_is_left_and_no_read_fails() throws Exception {
    TestToken token = SoftHsmTokens.create("live-column");
    url = Postgres.shared().newDatabase() + "?user=" + Postgres.USER;
    settings = token.propertiesFile("live.properties", "kek", "payments", "store", url);
    shell = new Shell(folder).with("KEKKAI_CONFIG", settings.toString());
    shell.ok("kek", "create", "payments");
    makeTable();
    columnFile("users.properties", "");
    columnFile("mistyped.properties", "schema = publik\n");
    assertThat(shell.run("migrate", "start", "mistyped.properties")).isNotZero();
    assertThat(count("select count(*) from dek")).as("no DEK for a table that is none").isZero();
    shell.ok("migrate", "start", "users.properties");
    try (KekkaiProvider provider = token.provider("kek", "payments");
        StoreDatabase store = StoreDatabase.open(url, Environment.DEVELOPMENT);
        Keyring keyring = new Keyring(provider, store.deks(), store.keks())) {
      LiveUsers users = new LiveUsers(url, ROWS, new DualReadColumn(keyring, COLUMN, Writes.BOTH));
      LiveUsers.Release old = users.old();
      LiveUsers.Release dual = users.dual();
      try {
        killedAtWork();
        int left = timed("run", "migrate", "run", "users.properties");
        assertThat(left).as("the old release writes on").isIn(ExitCode.OK, ExitCode.FAILED);
      } finally {
        old.stop();
      }
      try {
        shell.ok("migrate", "run", "users.properties");
        assertThat(timed("verify", "migrate", "verify", "users.properties")).isZero();
        assertThat(timed("finish", "migrate", "finish", "--yes", "users.properties")).isZero();
        assertThat(count("select count(*) from users where otp is not null")).isZero();
      } finally {
        dual.stop();
      }
      shell.ok("migrate", "finish", "--drop", "--yes", "users.properties");
      assertThat(shell.run("reencrypt", "--new-version", "mistyped.properties")).isNotZero();
      assertThat(count("select count(*) from dek")).as("no new version either").isOne();
      assertThat(timed("reencrypt", "reencrypt", "--new-version", "users.properties")).isZero();
      assertThat(shell.ok("reencrypt", "users.properties")).contains("Tokens encrypted anew: 0");
      check(users, keyring);
    }
  }

  private void makeTable() throws SQLException {
    execute("create table users (id bigint primary key, otp text, note text)");
    execute(
        "insert into users select n, case when n % 10 = 0 then null else 'secret-' || n || '-0'"
            + " end, 'a note' from generate_series(1, "
            + ROWS
            + ") n");
    execute("analyze users");
  }

  private void columnFile(String name, String more) throws Exception {
    Files.writeString(
        folder.resolve(name),
        "table = users\nkey = id\nplaintext = otp\nencrypted = otp_enc\ndek = users\n" + more);
  }

  /** Each time when it has come to another row; a few rows at once, so that it is in the middle. */
  private void killedAtWork() throws Exception {
    columnFile(
        "slowly.properties",
        ROWS == FEW ? "batch = 20\nthreads = 2\nrows-per-second = 1000\n" : "");
    Random random = new Random(ROWS);
    long from = 1;
    for (int i = 0; i < KILLS; i++) {
      // a row that no application writes, and with a value
      long to = ((from + random.nextInt((int) (ROWS - from) / (KILLS - i + 1))) / 3 + 1) * 3;
      to += to % 10 == 0 ? 3 : 0;
      Process run = command("migrate", "run", "slowly.properties");
      try {
        while (run.isAlive() && count("select count(otp_enc) from users where id = " + to) == 0) {
          Thread.sleep(5);
        }
        assertThat(run.isAlive()).as("killed before its end").isTrue();
      } finally {
        run.destroyForcibly().waitFor();
      }
      from = to;
    }
    if (KILLS > 0) {
      assertThat(count("select count(*) from users where otp is not null and otp_enc is null"))
          .as("left by the one that was killed")
          .isPositive();
    }
  }

  private Process command(String... args) throws Exception {
    Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> line =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                ROWS == FEW ? "-XX:TieredStopAtLevel=1" : "-XX:+TieredCompilation",
                "-cp",
                jar + File.pathSeparator + jar.resolveSibling("lib") + "/*",
                Main.class.getName()));
    line.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("run.log").toFile());
    builder.environment().put("KEKKAI_CONFIG", settings.toString());
    return builder.start();
  }

  private int timed(String what, String... args) {
    long begin = System.nanoTime();
    int exitCode = shell.run(args);
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s, %,d rows: %.1f s; %s%n",
        what,
        ROWS,
        seconds,
        shell.out().lines().findFirst().orElse(""));
    return exitCode;
  }

  private void check(LiveUsers users, Keyring keyring) throws Exception {
    assertThat(users.failures()).isEmpty();
    assertThat(users.reads()).isPositive();
    assertThat(users.writes()).isPositive();
    long rows = 0;
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.setAutoCommit(false);
      try (PreparedStatement select =
          connection.prepareStatement("select id, otp_enc from users order by id")) {
        select.setFetchSize(1000);
        try (ResultSet row = select.executeQuery()) {
          for (; row.next(); rows++) {
            long id = row.getLong(1);
            String token = row.getString(2);
            String value =
                token == null
                    ? null
                    : new String(
                        keyring.decrypt(token, COLUMN.context(List.of(Long.toString(id)))),
                        java.nio.charset.StandardCharsets.UTF_8);
            if (!Objects.equals(value, users.expected(id))) {
              throw new AssertionError("row " + id + " has " + value);
            }
          }
        }
      }
    }
    assertThat(rows).isEqualTo(users.expectedRows());
    assertThat(count("select count(*) from information_schema.columns where table_name = 'users'"))
        .isEqualTo(3);
    System.out.printf(
        Locale.ROOT,
        "%,d rows migrated, %d kills, %,d reads and %,d writes meanwhile, none failed%n",
        rows,
        KILLS,
        users.reads(),
        users.writes());
  }

  private long count(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
