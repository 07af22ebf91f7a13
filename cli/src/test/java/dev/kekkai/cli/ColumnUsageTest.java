package dev.kekkai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.dekstore.column.EncryptedColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of a column, and what is refused before a token is opened. */
class ColumnUsageTest {
  private static final String LEAST = "table = users\nkey = id\nencrypted = enc\ndek = users\n";

  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void folder() {
    shell = new Shell(folder, folder);
  }

  @Test
  void names_are_taken_as_they_are_and_nothing_is_split() throws Exception {
    ColumnFile least = ColumnFile.load(write(LEAST));
    assertThat(least.column()).isEqualTo(EncryptedColumn.of("users", "id", "enc", "users"));
    assertThat(least.plaintext()).isNull();
    assertThat(least.database()).isNull();
    ColumnFile full =
        ColumnFile.load(
            write(
                "schema = App\ntable = My Users, all\nkey.1 = a,b\nkey.2 = id\nplaintext = otp\n"
                    + "encrypted = enc\ndek = users\ncontext.1 = users\ncontext.2 = otp\n"
                    + "batch = 10\nthreads = 2\nrows-per-second = 500\n"));
    assertThat(full.column())
        .isEqualTo(
            new EncryptedColumn(
                "App",
                "My Users, all",
                List.of("a,b", "id"),
                "enc",
                "users",
                List.of("users", "otp")));
    assertThat(full.plaintext()).isEqualTo("otp");
    assertThat(full.options().connections()).isEqualTo(3);
  }

  @Test
  void all_problems_are_told_at_once() throws Exception {
    write("table = users\nkey.2 = id\ndatabase = \nbatch = 0\nthread = 2\n");
    assertThat(shell.run("migrate", "run", "column.properties")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err())
        .contains("7 problems")
        .contains("encrypted: missing: the column that tokens are in")
        .contains("dek: missing: the name of a DEK")
        .contains("key: missing: the column that identifies a row; key.1, key.2... for several")
        .contains("key.2: unknown key")
        .contains("database: has no value")
        .contains("batch = 0: must be a whole number from 1 to 10000")
        .contains("thread: unknown key");
  }

  @ParameterizedTest
  @CsvSource({
    "dek = a b, A DEK name has 1 to 64 of letters",
    "encrypted = id, Each key column is named once",
    "table = " + "ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt, 1 to 63 bytes",
  })
  void what_can_be_no_name_is_refused(String line, String message) throws Exception {
    String key = line.substring(0, line.indexOf(' ') + 1);
    write(LEAST.replaceAll("(?m)^" + key + ".*$", line));
    assertThat(shell.run("reencrypt", "column.properties")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("1 problem").contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "migrate, 'Missing command: start, run, verify, finish or status'",
    "migrate run, Missing required parameter",
    "migrate run nosuch.properties, does not exist",
    "migrate finish column.properties, Say --yes when every application reads tokens",
    "migrate finish --drop column.properties, Say --yes when no release in use names the column",
    "migrate run column.properties, There is no configuration",
    "reencrypt column.properties, There is no configuration",
  })
  void wrong_usage_says_what_would_be_right(String command, String message) throws Exception {
    write(LEAST);
    assertThat(shell.run(command.split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).startsWith("kekkai: ").contains(message);
  }

  @Test
  void production_refuses_h2() throws Exception {
    write(LEAST + "database = JDBC:H2:mem:secret\n");
    Files.writeString(
        folder.resolve("kekkai.properties"),
        "module = column.properties\ntoken = pkcs11:token=t\npin = file:pin\nenvironment = production\n"
            + "bulk = hsm\n");
    assertThat(shell.run("--config", "kekkai.properties", "reencrypt", "column.properties"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(shell.err())
        .contains("database in column.properties: production refuses H2: use a PostgreSQL URL")
        .doesNotContain("secret");
  }

  private Path write(String text) throws Exception {
    return Files.writeString(folder.resolve("column.properties"), text);
  }
}
