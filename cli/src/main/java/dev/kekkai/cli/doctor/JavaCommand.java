package dev.kekkai.cli.doctor;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The command line of another Java process like this one. */
final class JavaCommand {
  private static final int FIRST_WITH_NATIVE_ACCESS = 22;

  /**
   * Others may hold passwords, and may have come by a file or the environment: they are not for a
   * command line, which everybody on the machine can read.
   */
  private static final Pattern FOREIGN_PROPERTY =
      Pattern.compile("-D(?!(?:kekkai|java|jdk|sun|file|user|stdout|stderr)\\.).*", Pattern.DOTALL);

  private JavaCommand() {}

  /** The same Java, options, and class path or module path; another main class. */
  static List<String> of(Class<?> main) {
    List<String> options = options();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    // A crash is what this is for: no file of it, and no core, which would hold the module's
    // memory.
    command.addAll(List.of("-XX:ErrorFile=/dev/null", "-XX:-CreateCoredumpOnCrash"));
    Module module = main.getModule();
    String owner = module.isNamed() ? "dev.kekkai.cryptoki" : "ALL-UNNAMED";
    if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS
        && options.stream().noneMatch(o -> o.contains("native-access"))) {
      command.add("--enable-native-access=" + owner);
    }
    if (module.isNamed()) {
      command.addAll(List.of("-p", System.getProperty("jdk.module.path")));
      command.addAll(List.of("-m", module.getName() + "/" + main.getName()));
    } else {
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    }
    return command;
  }

  /** Without agents, of which there can be one for a port or a file. */
  private static List<String> options() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(o -> !o.startsWith("-agent") && !o.startsWith("-javaagent"))
        .filter(o -> !o.startsWith("-Xrunjdwp") && !o.startsWith("--module-path"))
        .filter(o -> !FOREIGN_PROPERTY.matcher(o).matches())
        .toList();
  }
}
