package dev.kekkai.cli.keyserver;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.Globals;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.registry.RegistryStore;
import dev.kekkai.keyserver.registry.Suspension;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai clients resume}: ends a suspension. */
@Command(name = "resume", description = "Ends a client's suspension, at every server.")
final class ClientsResumeCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "CLIENT", description = "Its id.")
  private String client = "";

  ClientsResumeCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException {
    try (Database database = ServerConfig.database(globals)) {
      RegistryStore store = new RegistryStore(database.connections(), Clock.systemUTC());
      if (!store.resume(client, ClientsCommand.who())) {
        List<String> suspended = store.suspensions().stream().map(Suspension::client).toList();
        throw new CliException(
            ExitCode.NOT_FOUND,
            "The client "
                + client
                + " is not suspended: suspended are "
                + ClientsCommand.names(suspended));
      }
      spec.commandLine().getOut().println(client + " is resumed");
      return ExitCode.OK;
    }
  }
}
