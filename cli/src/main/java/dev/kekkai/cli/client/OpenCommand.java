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
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kekkai open}: a sealed item to its value, through the key server. */
@Command(
    name = "open",
    description = {
      "Has a sealed item opened by the key server and prints the value, to the last byte and nothing"
          + " else. The request is signed, and the server writes it down.",
      "The item is an argument or comes from standard input; it is not secret. The configuration is"
          + " kekkai-client.properties."
    })
public final class OpenCommand implements Callable<Integer> {
  private final Globals globals;

  @Mixin private ContextOption context = new ContextOption();

  @Mixin private ItemInput item = new ItemInput();

  /**
   * Makes the command.
   *
   * @param globals the options that every subcommand takes
   */
  public OpenCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, KeyServerException, IOException {
    EncryptionContext where = context.context();
    try (Clients clients =
        Clients.from(ClientConfig.load(globals.configFile(SealCommand.CONFIG)))) {
      byte[] value = clients.keyServer().open(item.read(globals), where);
      try {
        OutputStream out = globals.surroundings().out();
        out.write(value);
        if (globals.surroundings().terminal() != null) {
          out.write('\n');
        }
        out.flush();
      } finally {
        Arrays.fill(value, (byte) 0);
      }
      return ExitCode.OK;
    }
  }
}
