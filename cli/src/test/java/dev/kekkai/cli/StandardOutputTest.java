package dev.kekkai.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.keyserver.config.KeyServerConfig;
import dev.kekkai.keyserver.db.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardOutputTest {
  @TempDir private Path folder;

  /** A disk with so much room. */
  private static final class FullDisk extends OutputStream {
    private int room;

    FullDisk(int room) {
      this.room = room;
    }

    @Override
    public void write(int oneByte) throws IOException {
      if (room-- <= 0) {
        throw new IOException("No space left on device");
      }
    }
  }

  @Test
  void what_it_is_given_is_written() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StandardOutput out = new StandardOutput(bytes);
    out.write('a');
    out.write("bcd".getBytes(StandardCharsets.UTF_8), 1, 2);
    out.flush();
    assertThat(bytes).hasToString("acd");
  }

  @Test
  void a_full_disk_is_said() {
    assertThatThrownBy(() -> new StandardOutput(new FullDisk(1)).write(new byte[2]))
        .isInstanceOf(IOException.class)
        .hasMessage("Standard output can't be written: No space left on device");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void a_command_whose_text_is_cut_short_fails(int room) {
    Shell shell = new Shell(folder, folder);
    int exitCode = shell.runTo(new StandardOutput(new FullDisk(room)), "", "--help");
    assertThat(exitCode).isEqualTo(ExitCode.FAILED);
    assertThat(shell.err())
        .isEqualToIgnoringNewLines(
            "kekkai: Standard output can't be written; what was printed is not whole");
  }

  @Test
  void an_audit_log_that_is_cut_short_fails_the_export() throws Exception {
    addChain(ServerFolder.write(folder));
    Shell shell = new Shell(folder, folder);
    assertThat(shell.run("audit", "export")).as(shell.err()).isZero();
    int length = shell.out().length();
    assertThat(length).isPositive();

    int exitCode = shell.runTo(new StandardOutput(new FullDisk(length - 1)), "", "audit", "export");
    assertThat(exitCode).isEqualTo(ExitCode.FAILED);
    assertThat(shell.err())
        .isEqualToIgnoringNewLines(
            "kekkai: Standard output can't be written: No space left on device");
  }

  private static void addChain(ServerFolder server) throws Exception {
    KeyServerConfig config = KeyServerConfig.load(server.config());
    try (Database database = Database.open(config.database());
        Connection connection = database.dedicated();
        PreparedStatement statement =
            connection.prepareStatement(
                "insert into audit_chain (chain, number, server, header) values (?, 1, 'x', ?)")) {
      statement.setObject(1, new UUID(1, 2));
      statement.setBytes(2, new byte[100]);
      statement.executeUpdate();
    }
  }
}
