package dev.kekkai.cli;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KekRef;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai kek enable}: a disabled version is used again. */
@Command(
    name = "enable",
    description = "Takes a disabled KEK version into use again: it unwraps, and wraps nothing new.")
final class KekEnableCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME.vN", description = "A version that is disabled.")
  private String label = "";

  KekEnableCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException {
    KekRef ref = KekLabel.parse(label);
    try (Workspace workspace = new Workspace(globals)) {
      workspace.keks(ref).enable(ref);
      spec.commandLine().getOut().println(ref + " is retired: it unwraps again");
      return ExitCode.OK;
    }
  }
}
