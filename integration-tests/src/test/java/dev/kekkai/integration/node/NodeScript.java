package dev.kekkai.integration.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Runs a script of {@code src/test/node} with what {@code tools/fetch-node} found: other people's
 * implementations of the standards that Kekkai's formats follow.
 */
public final class NodeScript {

  private static final String NODE = System.getProperty("kekkai.test.node");
  private static final Path FOLDER =
      Path.of(System.getProperty("kekkai.root"), "integration-tests/src/test/node");
  private static final long TIMEOUT_SECONDS = 60;

  private NodeScript() {}

  /**
   * Runs a script to its end.
   *
   * @param name the file in {@code src/test/node}
   * @param json its standard input
   * @return what it wrote on standard output
   */
  public static String run(String name, String json) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("kekkai-node");
    Path input = Files.writeString(work.resolve("in"), json);
    Path output = work.resolve("out");
    Path errors = work.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(NODE, FOLDER.resolve(name).toString())
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    // The libraries of the modules under test are none of its business.
    builder.environment().remove("LD_LIBRARY_PATH");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
          .as("%s ends within %d s", name, TIMEOUT_SECONDS)
          .isTrue();
      assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
      return Files.readString(output, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
      for (Path file : new Path[] {input, output, errors, work}) {
        Files.deleteIfExists(file);
      }
    }
  }
}
