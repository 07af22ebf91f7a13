package dev.kekkai.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Builds the C loop with the machine's own compiler. */
final class CProgram {
  private static final String INSTALL =
      "The C loop can't be built (%s), so its column stays empty and there is no bound to compare"
          + " with; on Debian or Ubuntu: apt-get install gcc libc6-dev";
  private static final List<String> COMPILER =
      List.of("cc", "-std=c99", "-O2", "-pthread", "-Wall", "-Wextra", "-o");

  private CProgram() {}

  /**
   * Compiles all the sources to one program.
   *
   * @param sources folder of the C files
   * @param folder where to put program and log
   * @return the program
   * @throws WorkerFailedException when it can't; the message says what to install
   */
  static Path build(Path sources, Path folder) throws WorkerFailedException {
    Path program = folder.resolve("c-loop");
    List<String> command = new ArrayList<>(COMPILER);
    command.add(program.toString());
    try (Stream<Path> files = Files.list(sources)) {
      files.map(Path::toString).filter(name -> name.endsWith(".c")).sorted().forEach(command::add);
    } catch (IOException e) {
      throw cannot("no sources in " + sources);
    }
    command.add("-ldl");
    compile(command, folder.resolve("cc.log"));
    return program;
  }

  private static void compile(List<String> command, Path log) throws WorkerFailedException {
    try {
      Process cc =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!cc.waitFor(60, TimeUnit.SECONDS) || cc.exitValue() != 0) {
        cc.destroyForcibly();
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        throw cannot("see " + log + (lines.isEmpty() ? "" : ": " + lines.get(0)));
      }
    } catch (IOException e) {
      throw cannot("there is no cc");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cannot("interrupted");
    }
  }

  private static WorkerFailedException cannot(String why) {
    return new WorkerFailedException(INSTALL.replace("%s", why));
  }
}
