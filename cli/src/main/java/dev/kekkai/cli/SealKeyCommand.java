package dev.kekkai.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kekkai seal-key}: keys on the token that sign, and nothing else. */
@Command(
    name = "seal-key",
    description = "Keys on the token that sign audit logs and KEK sets.",
    synopsisSubcommandLabel = "COMMAND")
final class SealKeyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private SealKeyCommand() {}

  static CommandLine commandLine(Globals globals) {
    return new CommandLine(new SealKeyCommand())
        .addSubcommand(new SealKeyCreateCommand(globals))
        .addSubcommand(new SealKeyExportCommand(globals));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: create or export");
  }
}
