package dev.kekkai.cli.keyserver;

import dev.kekkai.cli.Globals;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kekkai clients}: who may what at the key server. */
@Command(
    name = "clients",
    description = "The key server's clients. The configuration is key-server.yaml.",
    synopsisSubcommandLabel = "COMMAND")
public final class ClientsCommand implements Runnable {
  private static final int MOST_NAMES = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  private ClientsCommand() {}

  /**
   * The command with its subcommands.
   *
   * @param globals the options that every subcommand takes
   * @return the command
   */
  public static CommandLine commandLine(Globals globals) {
    return new CommandLine(new ClientsCommand())
        .addSubcommand(new ClientsApplyCommand(globals))
        .addSubcommand(new ClientsListCommand(globals))
        .addSubcommand(new ClientsSuspendCommand(globals))
        .addSubcommand(new ClientsResumeCommand(globals));
  }

  /** Who does it, for the registry's history. */
  static String who() {
    return System.getProperty("user.name", "unknown");
  }

  /** Ids in a message. */
  static String names(List<String> ids) {
    if (ids.isEmpty()) {
      return "none";
    }
    String first = ids.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return ids.size() <= MOST_NAMES
        ? first
        : first + " and " + (ids.size() - MOST_NAMES) + " more ('kekkai clients list')";
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing command: apply, list, suspend or resume");
  }
}
