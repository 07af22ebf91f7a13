package dev.kekkai.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kekkai store}: the DEK store itself. */
@Command(name = "store", description = "Looks after the DEK store.")
final class StoreCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private StoreCommand() {}

  static CommandLine commandLine(Globals globals) {
    return new CommandLine(new StoreCommand())
        .addSubcommand(new StoreAcceptRestoreCommand(globals))
        .addSubcommand(new StoreUpgradeCommand(globals));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: accept-restore or upgrade");
  }
}
