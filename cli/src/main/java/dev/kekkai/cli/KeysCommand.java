package dev.kekkai.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kekkai keys}: every key on the token, whoever made it. */
@Command(name = "keys", description = "Looks at every key on the token, whoever made it.")
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private KeysCommand() {}

  static CommandLine commandLine(Globals globals) {
    return new CommandLine(new KeysCommand()).addSubcommand(new KeysAuditCommand(globals));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: audit");
  }
}
