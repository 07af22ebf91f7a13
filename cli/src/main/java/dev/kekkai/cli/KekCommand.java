package dev.kekkai.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kekkai kek}: the KEKs on the token. */
@Command(name = "kek", description = "Makes, lists, rotates and exports KEKs on the token.")
final class KekCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private KekCommand() {}

  static CommandLine commandLine(Globals globals) {
    return new CommandLine(new KekCommand())
        .addSubcommand(new KekCreateCommand(globals))
        .addSubcommand(new KekListCommand(globals))
        .addSubcommand(new KekRotateCommand(globals))
        .addSubcommand(new KekExportCommand(globals));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing command: create, list, rotate or export");
  }
}
