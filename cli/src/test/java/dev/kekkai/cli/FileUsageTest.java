package dev.kekkai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands for files refuse before a token is opened. */
class FileUsageTest {
  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void files() throws Exception {
    shell = new Shell(folder, folder);
    Files.writeString(folder.resolve("a.txt"), "text");
    Files.writeString(folder.resolve("b.kekkai"), "text");
    Files.createDirectory(folder.resolve("folder"));
  }

  @ParameterizedTest
  @CsvSource({
    "encrypt a.txt --dek x, --dek is for values",
    "encrypt a.txt --exact, --exact is for values",
    "encrypt -c x --out y, --out is for a file",
    "encrypt -c x --kek y, --kek is for a file",
    "encrypt -c x --segment-bytes 2000, --segment-bytes is for a file",
    "encrypt a.txt --segment-bytes 1023, '--segment-bytes is 1024 to 1048576, not 1023'",
    "encrypt, Missing required option",
    "decrypt kQEB, Missing required option",
    "decrypt -c x --out y kQEB, --out is for a file",
    "decrypt nosuch.kekkai, a field token begins with kQ",
    "decrypt a.txt, name the decrypted file with --out FILE",
    "decrypt folder, is a folder",
    "rewrap, Missing required parameter",
  })
  void wrong_usage_says_what_would_be_right(String command, String message) {
    assertThat(shell.run(command.split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).startsWith("kekkai: ").contains(message);
  }

  @Test
  void a_file_needs_a_configuration_like_a_value() {
    assertThat(shell.run("encrypt", "a.txt")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("There is no configuration");
    assertThat(shell.run("decrypt", "b.kekkai")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("There is no configuration");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.txt", "b.kekkai", "folder");
  }
}
