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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in JVMs of their own: more than fits into memory, and an end in the middle. */
class BigFileTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();
  private static final long LENGTH = 48L * 1024 * 1024 + 7;
  private static final long SECONDS = 60;

  @TempDir private Path folder;
  private TestToken token;

  @BeforeEach
  void makeToken() {
    token = SoftHsmTokens.create("cli-big-file-" + TOKENS.incrementAndGet());
    Path config = token.propertiesFile("kekkai.properties", "kek", "payments", "bulk", "software");
    new Shell(folder).with("KEKKAI_CONFIG", config.toString()).run("kek", "create", "payments");
  }

  @Test
  void a_file_larger_than_the_heap_comes_back() throws Exception {
    Path plain = folder.resolve("plain");
    try (RandomAccessFile file = new RandomAccessFile(plain.toFile(), "rw")) {
      file.setLength(LENGTH);
      file.write(new byte[] {1, 2, 3});
    }
    end(start("-Xmx32m", "encrypt", "plain"));
    end(start("-Xmx32m", "decrypt", "plain.kekkai", "--out", "again"));
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

  private static void end(Process process) throws Exception {
    try {
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
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
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .put("KEKKAI_CONFIG", token.folder().resolve("kekkai.properties").toString());
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    return builder.start();
  }
}
