package dev.kekkai.cli;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.StoreRestore;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kekkai store accept-restore}: a store that was put back on purpose is used again. */
@Command(
    name = "accept-restore",
    description = {
      "Takes over a DEK store that was restored from a backup, and is read-only since.",
      "DEKs made after the backup are lost, and with them what they encrypted. Every DEK that"
          + " encrypts is counted as used more often, since nobody knows how often it was. Stop the"
          + " applications first."
    })
final class StoreAcceptRestoreCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  StoreAcceptRestoreCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException {
    try (Workspace workspace = new Workspace(globals)) {
      StoreRestore restore =
          new StoreRestore(
              workspace.provider(), workspace.store().deks(), workspace.store().keks());
      StoreRestore.Accepted accepted =
          RowsTold.telling(
              spec.commandLine().getErr(), globals.surroundings(), "Accepting", restore::accept);
      spec.commandLine()
          .getOut()
          .println(
              String.format(
                  Locale.ROOT,
                  "Accepted. Changes lost: %d. DEKs counted as used %d times more: %d",
                  accepted.lostChanges(),
                  accepted.margin(),
                  accepted.deks()));
      return ExitCode.OK;
    }
  }
}
