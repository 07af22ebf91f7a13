package dev.kekkai.cli.client;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ContextOption;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.Globals;
import dev.kekkai.client.ClientConfig;
import dev.kekkai.client.Clients;
import dev.kekkai.client.KeyServerException;
import dev.kekkai.formats.EncryptionContext;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kekkai reseal}: a sealed item to one under the primary KEK, inside the key server. */
@Command(
    name = "reseal",
    description = {
      "Has a sealed item opened and sealed anew inside the key server, under the primary version of"
          + " its KEK, and prints the new item. Nothing is opened here.",
      "The configuration is kekkai-client.properties."
    })
public final class ResealCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ContextOption context = new ContextOption();

  @Mixin private ItemInput item = new ItemInput();

  /**
   * Makes the command.
   *
   * @param globals the options that every subcommand takes
   */
  public ResealCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, KeyServerException, IOException {
    EncryptionContext where = context.context();
    try (Clients clients =
        Clients.from(ClientConfig.load(globals.configFile(SealCommand.CONFIG)))) {
      spec.commandLine()
          .getOut()
          .println(clients.keyServer().reseal(item.read(globals), where).item());
      return ExitCode.OK;
    }
  }
}
