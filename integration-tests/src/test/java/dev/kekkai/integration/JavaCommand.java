package dev.kekkai.integration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a small JVM is started that runs beside this one, on its class path. */
public final class JavaCommand {
  private JavaCommand() {}

  /**
   * A command line.
   *
   * @param options of Java, before the class
   * @param main the class to run
   * @param args what it is given
   */
  public static List<String> of(List<String> options, Class<?> main, String... args) {
    return of(options, System.getProperty("java.class.path"), main, args);
  }

  /**
   * A command line with a class path of its own.
   *
   * @param options of Java, before the class
   * @param classPath where the class is
   * @param main the class to run
   * @param args what it is given
   */
  public static List<String> of(
      List<String> options, String classPath, Class<?> main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    String binding = System.getProperty("kekkai.binding");
    if (binding != null) {
      command.add("-Dkekkai.binding=" + binding);
    }
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(args));
    return command;
  }
}
