package dev.kekkai.cli;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekLifecycle;
import dev.kekkai.provider.keys.KekRef;
import java.io.Console;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai kek destroy}: a disabled version is destroyed on the token, for ever. */
@Command(
    name = "destroy",
    description = {
      "Destroys a disabled KEK version on the token, for ever, when its waiting time is over and no"
          + " DEK of the store depends on it.",
      "Asks twice on a terminal. Backups of the store, files and sealed items under it can't be"
          + " opened any more: Kekkai knows of those in its store only."
    })
final class KekDestroyCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME.vN", description = "A version that is disabled.")
  private String label = "";

  @Option(
      names = "--yes",
      paramLabel = "NAME.vN",
      description = "The same version again, for scripts: nothing is asked.")
  private @Nullable String yes;

  KekDestroyCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException {
    KekRef ref = KekLabel.parse(label);
    Confirmation.Prompt prompt = prompt(ref);
    try (Workspace workspace = new Workspace(globals)) {
      KekLifecycle keks = workspace.keks(ref);
      PrintWriter err = spec.commandLine().getErr();
      telling(
          told -> {
            keks.requireDestroyable(ref, told);
            return true;
          });
      err.println(
          "No DEK of the store depends on "
              + ref
              + ". What else is under it is lost with it: backups of the store from before it was"
              + " rotated, files, and sealed items");
      err.flush();
      if (prompt != null && !Confirmation.twice(prompt, ref)) {
        throw new CliException(ExitCode.FAILED, "Not confirmed: nothing was destroyed");
      }
      int objects = telling(told -> keks.destroy(ref, told));
      spec.commandLine()
          .getOut()
          .println(
              objects == 0
                  ? ref + " is destroyed in the store; the token had no such key"
                  : ref + " is destroyed");
      return ExitCode.OK;
    }
  }

  /** Ends before anything is asked, so that the bar does not write into the question. */
  private <T> T telling(RowsTold.Work<T> work) throws TokenException {
    return RowsTold.telling(
        spec.commandLine().getErr(), globals.surroundings(), "Looking for DEKs", work);
  }

  /** Whom to ask; null when the command line says yes. */
  private Confirmation.@Nullable Prompt prompt(KekRef ref) throws CliException {
    if (yes != null) {
      if (!yes.equals(ref.label())) {
        throw new CliException(
            ExitCode.USAGE, "--yes names '" + yes + "', and the version to destroy is " + ref);
      }
      return null;
    }
    Console terminal = globals.surroundings().terminal();
    if (terminal == null) {
      throw new CliException(
          ExitCode.USAGE,
          "This asks before it destroys, and here is no terminal to ask on: add --yes " + ref);
    }
    return question -> terminal.readLine("%s", question);
  }
}
