package dev.kekkai.cli.keyserver;

import dev.kekkai.cli.Globals;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kekkai audit}: the key server's audit log. */
@Command(
    name = "audit",
    description = "The key server's audit log.",
    synopsisSubcommandLabel = "COMMAND")
public final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private AuditCommand() {}

  /**
   * The command with its subcommands.
   *
   * @param globals the options that every subcommand takes
   * @return the command
   */
  public static CommandLine commandLine(Globals globals) {
    return new CommandLine(new AuditCommand())
        .addSubcommand(new AuditVerifyCommand(globals))
        .addSubcommand(new AuditExportCommand(globals));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: verify or export");
  }
}
