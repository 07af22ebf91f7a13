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
    "encrypt -c x --cert y, --cert is for a file",
    "encrypt -c x --oaep sha-1, --oaep is for a file",
    "encrypt -c x --cms, --cms is for a file",
    "encrypt a.txt --segment-bytes 1023, '--segment-bytes is 1024 to 1048576, not 1023'",
    "encrypt, Missing required option",
    "decrypt kQEB, Missing required option",
    "decrypt -c x --out y kQEB, --out is for a file",
    "decrypt nosuch.kekkai, a field token begins with kQ",
    "decrypt a.txt, name the decrypted file with --out FILE",
    "decrypt folder, is a folder",
    "rewrap, Say what to rewrap: files",
    "rewrap a.txt --from p.v1 --to p.v2, --from is for the DEKs of the store",
    "rewrap a.txt --threads 2, go with --from",
    "rewrap --from p.v1, --from p.v1 needs --to",
    "rewrap --from p --to p.v2, --from is a KEK version such as payments.v1",
    "rewrap --from p.v1 --to p, --to is a KEK version such as payments.v1",
    "rewrap --from p.v1 --to p.v1, --from and --to are both p.v1",
    "rewrap --from p.v1 --to p.v2 --threads 0, '--threads is a number from 1 to 1023, not 0'",
    "rewrap --from p.v1 --to p.v2 --dry-run --report r, leave out one of them",
    "rewrap --from p.v1 --to p.v2 --report none/r, none for r: make it first",
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
