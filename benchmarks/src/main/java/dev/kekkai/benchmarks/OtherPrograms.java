package dev.kekkai.benchmarks;

import dev.kekkai.benchmarks.run.Launch;
import dev.kekkai.benchmarks.soak.SoakMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The soak and JMH, each in a JVM of its own that has the terminal. */
final class OtherPrograms {
  private OtherPrograms() {}

  /** With a heap that neither grows nor shrinks, so that resident memory says something. */
  static int soak(Path folder, long operations) throws IOException, InterruptedException {
    List<String> command = java();
    command.addAll(1, List.of("-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
    command.add(SoakMain.class.getName());
    command.add(folder.toString());
    command.add(String.format(Locale.ROOT, "%d", operations));
    return run(command);
  }

  static int jmh(Path folder, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = java();
    command.add("-Dkekkai.bench.work=" + folder);
    command.add("org.openjdk.jmh.Main");
    command.addAll(arguments);
    return run(command);
  }

  /** The binding that the user asked for goes on. */
  private static List<String> java() {
    List<String> command = Launch.javaCommand();
    command.add(1, "-Dkekkai.binding=" + System.getProperty("kekkai.binding", "auto"));
    return command;
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
