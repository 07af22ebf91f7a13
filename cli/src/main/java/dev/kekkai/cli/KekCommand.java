package dev.kekkai.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kekkai kek}: the KEKs on the token. */
@Command(name = "kek", description = "Makes, adopts, lists, rotates, exports and destroys KEKs.")
final class KekCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private KekCommand() {}

  static CommandLine commandLine(Globals globals) {
    return new CommandLine(new KekCommand())
        .addSubcommand(new KekCreateCommand(globals))
        .addSubcommand(new KekAdoptCommand(globals))
        .addSubcommand(new KekListCommand(globals))
        .addSubcommand(new KekRotateCommand(globals))
        .addSubcommand(new KekExportCommand(globals))
        .addSubcommand(new KekDisableCommand(globals))
        .addSubcommand(new KekEnableCommand(globals))
        .addSubcommand(new KekDestroyCommand(globals));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing command: create, adopt, list, rotate, export, disable, enable or destroy");
  }
}
