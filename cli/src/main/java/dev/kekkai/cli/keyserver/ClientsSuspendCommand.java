package dev.kekkai.cli.keyserver;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.Globals;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.registry.RegistryStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai clients suspend}: from now on a client may nothing. */
@Command(
    name = "suspend",
    description = "From now on a client may nothing, at any server, until it is resumed.")
final class ClientsSuspendCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "CLIENT", description = "Its id.")
  private String client = "";

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "For people.")
  private String reason = "";

  ClientsSuspendCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException {
    try (Database database = ServerConfig.database(globals)) {
      RegistryStore store = new RegistryStore(database.connections(), Clock.systemUTC());
      List<String> known = store.list().stream().map(status -> status.entry().id()).toList();
      if (!known.contains(client)) {
        throw new CliException(
            ExitCode.NOT_FOUND,
            "There is no client " + client + ": the registry has " + ClientsCommand.names(known));
      }
      boolean changed = store.suspend(client, ClientsCommand.who(), reason);
      spec.commandLine()
          .getOut()
          .println(client + (changed ? " is suspended" : " was suspended already"));
      return ExitCode.OK;
    }
  }
}
