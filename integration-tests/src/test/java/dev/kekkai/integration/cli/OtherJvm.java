package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.Main;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The command as it is shipped, in a JVM of its own with the class path or module path of its jars.
 */
final class OtherJvm {
  static final int FEATURE = Runtime.version().feature();

  /** What Java's own warnings begin with. */
  static final String JAVA_WARNS = "WARNING: ";

  private static final int SECONDS = 60;

  private final Path folder;
  private final Map<String, String> variables = new HashMap<>();

  /** How a JVM ended. */
  record Ended(int exitCode, List<String> out, List<String> err) {
    /** Without what Java itself says of native access, and its blank line. */
    List<String> ownErr() {
      return err.stream().filter(l -> !l.isBlank() && !l.startsWith(JAVA_WARNS)).toList();
    }
  }

  OtherJvm(Path folder) {
    this.folder = folder;
  }

  /** Sets a variable of its environment. */
  OtherJvm with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Ended onClassPath(List<String> options, String... args) throws Exception {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-cp", jar() + File.pathSeparator + lib() + "/*", Main.class.getName()));
    return run(all, args);
  }

  Ended onModulePath(List<String> options, String... args) throws Exception {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-p", jar() + File.pathSeparator + lib()));
    all.addAll(List.of("-m", "dev.kekkai.cli/" + Main.class.getName()));
    return run(all, args);
  }

  Ended asJar(List<String> options, String... args) throws Exception {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-jar", jar().toString()));
    return run(all, args);
  }

  /**
   * Starts the jar, to be ended by the caller; its output is where {@link #out} says. Ctrl-C ends
   * it also where this process was started in the background, and so without.
   */
  Process start(String... args) throws Exception {
    ProcessBuilder builder = builder(List.of("-jar", jar().toString()), args);
    builder.command().addAll(0, List.of("env", "--default-signal=INT"));
    return builder.start();
  }

  /** What it printed. */
  String out() throws Exception {
    return Files.readString(folder.resolve("out"));
  }

  private Ended run(List<String> options, String... args) throws Exception {
    Process process = builder(options, args).start();
    try {
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as(options.toString()).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(
        process.exitValue(),
        Files.readAllLines(folder.resolve("out")),
        Files.readAllLines(folder.resolve("err")));
  }

  private ProcessBuilder builder(List<String> options, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(options);
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    environment.putAll(variables);
    return builder;
  }

  private static Path jar() throws Exception {
    Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(jar).as("the packaged jar: run with mvn verify").isRegularFile();
    return jar;
  }

  private static Path lib() throws Exception {
    return jar().resolveSibling("lib");
  }
}
