package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code openssl} command that {@code tools/fetch-module} found, in a folder. */
public final class OpenSsl {
  private static final String PROGRAM = System.getProperty("kekkai.test.openssl");
  private static final String LIBRARIES = System.getProperty("kekkai.test.openssl.libraryPath", "");
  private static final long TIMEOUT_SECONDS = 60;

  private final Path folder;

  /** In a folder. */
  public OpenSsl(Path folder) {
    this.folder = folder;
  }

  /** Runs a command line that has to succeed, words between blanks. */
  public void ok(String arguments) throws IOException, InterruptedException {
    Path log = Files.createTempFile("kekkai-openssl", ".log");
    try {
      assertThat(run(arguments, log)).as(() -> arguments + "\n" + text(log)).isZero();
    } finally {
      Files.delete(log);
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private int run(String arguments, Path log) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PROGRAM));
    command.addAll(List.of(arguments.split(" ")));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // The libraries of the modules under test are none of its business.
    builder.environment().remove("LD_LIBRARY_PATH");
    if (!LIBRARIES.isEmpty()) {
      builder.environment().put("LD_LIBRARY_PATH", LIBRARIES);
    }
    Process process = builder.start();
    try {
      assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
