package dev.kekkai.cli.client;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ContextOption;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.Globals;
import dev.kekkai.cli.ValueInput;
import dev.kekkai.client.ClientConfig;
import dev.kekkai.client.Clients;
import dev.kekkai.client.KekUnavailableException;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.SealedEnvelope;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kekkai seal}: a value to a sealed item, with the public KEK and nobody's help. */
@Command(
    name = "seal",
    description = {
      "Seals a value under the public KEK and prints the item. Neither a token nor the key server"
          + " is asked.",
      "The value comes from standard input, or is asked for without echo. The configuration is"
          + " kekkai-client.properties."
    })
public final class SealCommand implements Callable<Integer> {
  /** The client's configuration, where --config names none. */
  static final String CONFIG = "kekkai-client.properties";

  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ContextOption context = new ContextOption();

  @Option(
      names = "--kek",
      paramLabel = "NAME",
      required = true,
      description = "The KEK, without a version, such as cards.")
  private String kek = "";

  @Option(
      names = "--exact",
      description =
          "Takes standard input to the last byte; else a line break at its end is dropped.")
  private boolean exact;

  /**
   * Makes the command.
   *
   * @param globals the options that every subcommand takes
   */
  public SealCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, KekUnavailableException, IOException {
    EncryptionContext where = context.context();
    try (Clients clients = Clients.forSealing(ClientConfig.load(globals.configFile(CONFIG)))) {
      byte[] value =
          new ValueInput(globals.surroundings(), SealedEnvelope.MAX_PLAINTEXT_BYTES)
              .read("Value", exact);
      try {
        spec.commandLine().getOut().println(clients.sealer().seal(kek, value, where));
      } finally {
        Arrays.fill(value, (byte) 0);
      }
      if (clients.keks().isStale()) {
        spec.commandLine()
            .getErr()
            .println(
                "kekkai: the KEK set has expired: it still seals, but get a newer one from the key"
                    + " server");
      }
      return ExitCode.OK;
    }
  }
}
