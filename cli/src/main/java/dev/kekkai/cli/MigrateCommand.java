package dev.kekkai.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kekkai migrate}: encrypts a plaintext column of a table in use. */
@Command(
    name = "migrate",
    description = {
      "Encrypts a plaintext column of a table in use: start, run, verify, finish.",
      "Between the steps a release of the application is deployed; docs/migrate.md says which."
          + " Every step can be interrupted and run again."
    },
    synopsisSubcommandLabel = "COMMAND")
final class MigrateCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private MigrateCommand() {}

  static CommandLine commandLine(Globals globals) {
    return new CommandLine(new MigrateCommand())
        .addSubcommand(new MigrateStartCommand(globals))
        .addSubcommand(new MigrateRunCommand(globals))
        .addSubcommand(new MigrateVerifyCommand(globals))
        .addSubcommand(new MigrateFinishCommand(globals))
        .addSubcommand(new MigrateStatusCommand(globals));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing command: start, run, verify, finish or status");
  }
}
