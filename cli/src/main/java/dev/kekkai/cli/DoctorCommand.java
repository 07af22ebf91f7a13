package dev.kekkai.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kekkai doctor}: checks step by step that everything works, and says what to do if not. */
@Command(
    name = "doctor",
    description = {
      "Checks configuration, module, token, login, KEK and DEK store, finds out by trial how the"
          + " token behaves, and says what it can do for Kekkai, what not, and where it differs from"
          + " its profile. Uses throw-away session keys only, and leaves nothing on the token.",
      "Prints one line for each step: ok, warn, or FAIL and what to do; then the report."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int MOST_PATIENCE = 86_400;

  private final Globals globals;

  @Option(
      names = "--quick",
      description =
          "The steps alone, in this process, without trying out how the token behaves: for health"
              + " checks.")
  private boolean quick;

  @Option(
      names = "--no-speed",
      description = "Without measuring speed, and without opening many sessions at once.")
  private boolean noSpeed;

  private int patience;

  @Option(names = "--json", description = "Prints one JSON object instead of text.")
  private boolean json;

  @Option(
      names = "--suggest-profile",
      paramLabel = "FILE",
      description = "Writes a profile with what was measured, for this token. Overwrites nothing.")
  private @Nullable Path suggestion;

  @Spec private CommandSpec spec = CommandSpec.create();

  DoctorCommand(Globals globals) {
    this.globals = globals;
  }

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long all trials together may take, from 1 to 86400. Default: 60. What was found until"
              + " then is told.")
  void patience(int seconds) {
    patience = seconds;
  }

  @Override
  public Integer call() throws CliException {
    Path file = suggestion == null ? null : globals.surroundings().folder().resolve(suggestion);
    if (patience < 1 || patience > MOST_PATIENCE) {
      throw new CliException(
          ExitCode.USAGE, "--patience has 1 to " + MOST_PATIENCE + " seconds, not " + patience);
    }
    if (file != null) {
      check(file);
    }
    return DoctorSupervisor.examine(
        globals,
        new DoctorOptions(quick, !noSpeed, json, file),
        Duration.ofSeconds(patience),
        spec.commandLine().getOut());
  }

  /** Before anything is measured for nothing. */
  private void check(Path file) throws CliException {
    if (quick) {
      throw new CliException(
          ExitCode.USAGE, "--quick measures nothing to suggest: leave one of the two out");
    }
    if (Files.exists(file)) {
      throw new CliException(
          ExitCode.USAGE, "There is " + file + " already, and nothing is overwritten");
    }
  }
}
