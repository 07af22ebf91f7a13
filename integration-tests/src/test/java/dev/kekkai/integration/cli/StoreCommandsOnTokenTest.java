package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that was restored, and one of an earlier release, on a real token. */
class StoreCommandsOnTokenTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();
  private static final Pattern ACCEPTED =
      Pattern.compile(
          "Accepted\\. Changes lost: ([0-9]+)\\. DEKs counted as used ([0-9]+) times more: 1\\R");

  @TempDir private Path folder;
  private TestToken token;
  private Shell shell;
  private String field;

  @BeforeEach
  void fill() {
    token = SoftHsmTokens.create("store-commands-" + TOKENS.incrementAndGet());
    shell = new Shell(folder).with("KEKKAI_CONFIG", configure(folder.resolve("head").toString()));
    shell.ok("kek", "create", "payments");
    field = shell.okWithInput("s3cret", "encrypt", "-c", "users").strip();
  }

  private String configure(String head) {
    return token
        .propertiesFile(
            "store-commands.properties", "kek", "payments", "store", url(), "store.head", head)
        .toString();
  }

  private String url() {
    return "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
  }

  private void execute(String... sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      for (String one : sql) {
        statement.execute(one);
      }
    }
  }

  private long usesLeased() throws Exception {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet uses = statement.executeQuery("select sum(uses_leased) from dek")) {
      assertThat(uses.next()).isTrue();
      return uses.getLong(1);
    }
  }

  private void refused(int exitCode, String why, String... args) {
    assertThat(shell.runWithInput("x", args)).as(shell.err()).isEqualTo(exitCode);
    assertThat(shell.err()).contains(why);
  }

  @Test
  void a_store_that_was_put_back_is_read_only_until_that_is_accepted() throws Exception {
    String nothing = "There is no restored store to accept";
    refused(ExitCode.FAILED, nothing, "store", "accept-restore");

    Path store = folder.resolve("store.mv.db");
    Path backup = Files.copy(store, folder.resolve("backup"));
    String lost = shell.okWithInput("later", "encrypt", "--dek", "later", "-c", "a").strip();
    Files.copy(backup, store, StandardCopyOption.REPLACE_EXISTING);

    String[] encrypt = {"encrypt", "-c", "users"};
    refused(ExitCode.REFUSED, "kekkai store accept-restore", encrypt);
    assertThat(shell.ok("decrypt", "-c", "users", field)).isEqualTo("s3cret");
    long before = usesLeased();

    Matcher accepted = ACCEPTED.matcher(shell.ok("store", "accept-restore"));
    assertThat(accepted.matches()).as(shell.out()).isTrue();
    assertThat(Long.parseLong(accepted.group(1))).isPositive();
    assertThat(Long.parseLong(accepted.group(2))).as("half a budget").isGreaterThan(1L << 30);
    assertThat(usesLeased()).isEqualTo(before + Long.parseLong(accepted.group(2)));

    String again = shell.okWithInput("again", encrypt).strip();
    assertThat(shell.ok("decrypt", "-c", "users", again)).isEqualTo("again");
    assertThat(shell.ok("decrypt", "-c", "users", field)).isEqualTo("s3cret");
    refused(ExitCode.REFUSED, "does not decrypt", "decrypt", "-c", "a", lost);
    refused(ExitCode.FAILED, nothing, "store", "accept-restore");
  }

  @Test
  void without_a_head_file_there_is_nothing_to_accept_by() {
    configure(null);
    refused(
        ExitCode.FAILED,
        "No head file is configured: set store.head = FILE",
        "store",
        "accept-restore");
  }

  @Test
  void rows_of_an_earlier_release_are_tagged_when_a_person_says_so() throws Exception {
    configure(null);
    execute(
        "update dek set row_tag = null",
        "update kek set row_tag = null",
        "update dek_store set store_id = null, tag_key = null, tag_key_id = null,"
            + " head_tag = null");
    refused(ExitCode.REFUSED, "kekkai store upgrade", "encrypt", "--dek", "new", "-c", "users");

    assertThat(shell.ok("store", "upgrade")).isEqualTo("Rows tagged: 2" + System.lineSeparator());
    assertThat(shell.ok("decrypt", "-c", "users", field)).isEqualTo("s3cret");
    shell.okWithInput("more", "encrypt", "--dek", "new", "-c", "users");
    assertThat(shell.ok("store", "upgrade")).isEqualTo("Rows tagged: 0" + System.lineSeparator());
  }

  @Test
  void what_is_in_a_database_writes_no_lines() throws Exception {
    execute(
        "create table \"people\" (\"name\" varchar primary key, \"otp\" varchar)",
        "insert into \"people\" values (U&'x\\001b[2K\\000akekkai: all is well\\202e', '"
            + (field.substring(0, 4) + "AAAA" + field.substring(8)) // of a DEK that nobody has
            + "')");
    Files.writeString(
        folder.resolve("column.properties"),
        "table = people\nkey = name\nencrypted = otp\ndek = default\n");
    refused(
        ExitCode.REFUSED,
        "row x?[2K?kekkai: all is well?: ",
        "reencrypt",
        folder.resolve("column.properties").toString());
    execute("update dek_store set tag_key_id = U&'00\\001b[2K\\000akekkai: all is well'");
    refused(
        ExitCode.REFUSED,
        "the store has 00?[2K kekkai: all is well",
        "decrypt",
        "-c",
        "users",
        field);
  }
}
