package dev.kekkai.cli;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekLifecycle;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kekkai store upgrade}: tags the rows of an earlier release. */
@Command(
    name = "upgrade",
    description = {
      "Tags rows of the DEK store that have no tag: those of an earlier release.",
      "Needed only where the token's tag key is older than the store, or a first start was"
          + " interrupted. Whether somebody changed such rows before can't be seen: run it when you"
          + " know where they come from."
    })
final class StoreUpgradeCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  StoreUpgradeCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException {
    try (Workspace workspace = new Workspace(globals)) {
      DekLifecycle deks =
          new DekLifecycle(
              workspace.provider(), workspace.store().deks(), workspace.store().keks());
      int tagged =
          RowsTold.telling(
              spec.commandLine().getErr(),
              globals.surroundings(),
              "Tagging",
              deks::tagRowsOfEarlierRelease);
      spec.commandLine().getOut().println("Rows tagged: " + tagged);
      return ExitCode.OK;
    }
  }
}
