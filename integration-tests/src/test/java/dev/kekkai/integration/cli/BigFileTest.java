package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.Main;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.io.File;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files in JVMs of their own: more than fits into memory, and an end in the middle. With {@code
 * -Dkekkai.file.mib=10240} files of 10 GiB in a heap of 60 MiB, else a little more than the
 * smallest heap that the command runs in.
 */
@Tag("slow")
class BigFileTest {
  private static final int MIB = 1024 * 1024;
  private static final int FILE_MIB = Integer.getInteger("kekkai.file.mib", 18);
  private static final String HEAP = "-Xmx" + Math.min(60, FILE_MIB - 2) + "m";
  private static final long SECONDS = 60 + FILE_MIB;

  private static Path config;

  @TempDir private Path folder;

  @BeforeAll
  static void makeToken(@TempDir Path shared) {
    TestToken token = SoftHsmTokens.create("cli-big-file");
    config = token.propertiesFile("big-file.properties", "kek", "payments", "bulk", "software");
    Shell shell = new Shell(shared).with("KEKKAI_CONFIG", config.toString());
    shell.ok("kek", "create", "payments");
    shell.ok("kek", "create", "cards", "--type", "rsa", "--bits", "2048");
  }

  @Test
  void a_file_larger_than_the_heap_comes_back() throws Exception {
    Path plain = write(FILE_MIB);
    end(start(HEAP, "encrypt", "plain"));
    end(start(HEAP, "decrypt", "plain.kekkai", "--out", "again"));
    assertThat(Files.mismatch(plain, folder.resolve("again"))).isEqualTo(-1);
  }

  private Path write(int mib) throws Exception {
    Path plain = folder.resolve("plain");
    try (RandomAccessFile file = new RandomAccessFile(plain.toFile(), "rw")) {
      file.setLength((long) mib * MIB + 7);
      file.write(new byte[] {1, 2, 3});
    }
    return plain;
  }

  /** Bouncy Castle needs a little more heap of its own. */
  @Test
  void a_cms_larger_than_the_heap_is_opened() throws Exception {
    Path plain = write(FILE_MIB + 4);
    Shell shell = new Shell(folder).with("KEKKAI_CONFIG", config.toString());
    Files.writeString(folder.resolve("cards.pem"), shell.ok("kek", "export", "cards", "--cert"));
    new OpenSsl(folder)
        .ok(
            "cms -encrypt -binary -stream -aes-256-gcm -outform DER -in plain"
                + " -out plain.p7m -recip cards.pem -keyopt rsa_padding_mode:oaep");
    end(start("-Xmx" + Math.min(60, FILE_MIB + 2) + "m", "decrypt", "plain.p7m", "--out", "again"));
    assertThat(Files.mismatch(plain, folder.resolve("again"))).isEqualTo(-1);
  }

  @Test
  void nothing_is_left_of_a_command_that_was_interrupted() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process encrypting = start("-Xmx64m", "encrypt", "pipe");
    try (RandomAccessFile in = new RandomAccessFile(pipe.toFile(), "rw")) { // waits for no reader
      in.write(new byte[40_000]);
      while (parts().isEmpty() && encrypting.isAlive()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(parts()).hasSize(1);
      encrypting.destroy();
      assertThat(encrypting.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      encrypting.destroyForcibly();
    }
    assertThat(encrypting.exitValue()).isNotZero();
    assertThat(parts()).isEmpty();
    assertThat(folder.resolve("pipe.kekkai")).doesNotExist();
  }

  private List<String> parts() {
    return List.of(folder.toFile().list((in, name) -> name.endsWith(".part")));
  }

  private void end(Process process) throws Exception {
    try {
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(said())).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** What commands wrote to their standard error. */
  private Path said() {
    return folder.resolve("stderr");
  }

  private Process start(String heap, String... args) throws Exception {
    Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String classPath = jar + File.pathSeparator + jar.resolveSibling("lib") + "/*";
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", heap, "-cp", classPath, Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.appendTo(said().toFile()));
    builder.environment().put("KEKKAI_CONFIG", config.toString());
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    return builder.start();
  }
}
