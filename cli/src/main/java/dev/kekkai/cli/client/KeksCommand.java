package dev.kekkai.cli.client;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.Globals;
import dev.kekkai.client.ClientConfig;
import dev.kekkai.client.Clients;
import dev.kekkai.client.KekkaiClientException;
import dev.kekkai.formats.envelope.PublicKek;
import dev.kekkai.formats.kekset.KekSet;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kekkai keks}: gets the signed set of public KEKs, so that sealing needs nobody. */
@Command(
    name = "keks",
    description = {
      "Gets the set of public KEKs from the key server, checks its signature against the pinned seal"
          + " key, keeps it, and prints what is in it.",
      "The configuration is kekkai-client.properties."
    })
public final class KeksCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * Makes the command.
   *
   * @param globals the options that every subcommand takes
   */
  public KeksCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, KekkaiClientException {
    try (Clients clients =
        Clients.from(ClientConfig.load(globals.configFile(SealCommand.CONFIG)))) {
      clients.keks(); // says what is missing before anybody is asked
      KekSet set = clients.keyServer().refreshKeks();
      PrintWriter out = spec.commandLine().getOut();
      out.println("KEK set version " + set.version() + ", good until " + set.expires());
      for (PublicKek kek : set.keks()) {
        boolean isPrimary = set.primaries().containsValue(kek.kid());
        out.println(kek.kid() + "  " + kek.algorithm().jose() + (isPrimary ? "  primary" : ""));
      }
      return ExitCode.OK;
    }
  }
}
