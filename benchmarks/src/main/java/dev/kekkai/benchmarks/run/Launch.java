package dev.kekkai.benchmarks.run;

import dev.kekkai.benchmarks.contender.BenchToken;
import dev.kekkai.benchmarks.worker.WorkerMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the processes of a plan are started. */
public final class Launch {
  /** Why there is no C loop, where the reason has been told already. */
  static final String NOT_BUILT = "not built";

  private static final int NATIVE_ACCESS_SINCE = 22;

  private final Path folder;
  private final Optional<Path> program;

  /**
   * From one folder.
   *
   * @param folder where tokens and their configurations are
   * @param program the C loop, if it could be built
   */
  Launch(Path folder, Optional<Path> program) {
    this.folder = folder;
    this.program = program;
  }

  WorkerProcess start(String process) throws WorkerFailedException {
    Path errors = folder.resolve(process.replace(':', '-') + ".log");
    return process.startsWith("c:")
        ? cLoop(process.substring(2), errors)
        : WorkerProcess.start(jvm(process), List.of(), errors);
  }

  private WorkerProcess cLoop(String token, Path errors) throws WorkerFailedException {
    Path built = program.orElseThrow(() -> new WorkerFailedException(NOT_BUILT));
    return cLoop(built, folder, token, "", errors);
  }

  /**
   * The C loop on a token.
   *
   * @param privateKek its last line: empty, or what it needs to open with an asymmetric KEK
   */
  static WorkerProcess cLoop(
      Path program, Path folder, String token, String privateKek, Path errors)
      throws WorkerFailedException {
    BenchToken on;
    try {
      on = BenchToken.load(folder, token);
    } catch (IOException e) {
      throw new WorkerFailedException(e.toString());
    }
    List<String> greeting =
        List.of(
            on.module().toString(),
            on.moduleArgs(),
            on.label(),
            on.pinFile().toString(),
            BenchToken.KEK_LABEL,
            on.sealed() ? "yes" : "no",
            privateKek);
    return WorkerProcess.start(List.of(program.toString()), greeting, errors);
  }

  private List<String> jvm(String process) {
    String contender = process;
    List<String> command = javaCommand();
    if (process.startsWith("kekkai:") || process.startsWith("keyring:")) {
      int last = process.lastIndexOf(':');
      contender = process.substring(0, last);
      command.add("-Dkekkai.binding=" + process.substring(last + 1));
    }
    command.add(WorkerMain.class.getName());
    command.add(folder.toString());
    command.add(contender);
    return command;
  }

  /**
   * This JVM's java with its class path, leave to call native code, and a heap of one size.
   *
   * @return a list to be added to: the class and its arguments
   */
  public static List<String> javaCommand() {
    return javaCommand("-Xms512m", "-Xmx512m");
  }

  /**
   * As {@link #javaCommand()} with a heap of another size.
   *
   * @param options of the JVM
   * @return a list to be added to: the class and its arguments
   */
  public static List<String> javaCommand(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= NATIVE_ACCESS_SINCE) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    return command;
  }
}
