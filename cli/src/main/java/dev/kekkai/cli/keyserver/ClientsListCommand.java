package dev.kekkai.cli.keyserver;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.Globals;
import dev.kekkai.config.problem.Printable;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.registry.ClientStatus;
import dev.kekkai.keyserver.registry.RegistryStore;
import dev.kekkai.keyserver.registry.Suspension;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kekkai clients list}: who is known, and what state they are in. */
@Command(
    name = "list",
    description =
        "Lists the clients: id, state, and why one is suspended; last, suspensions of ids that the"
            + " newest registry does not have.")
final class ClientsListCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  ClientsListCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException {
    Clock clock = Clock.systemUTC();
    try (Database database = ServerConfig.database(globals)) {
      RegistryStore store = new RegistryStore(database.connections(), clock);
      PrintWriter out = spec.commandLine().getOut();
      out.println("Registry version " + store.newestVersion());
      List<ClientStatus> clients = store.list();
      for (ClientStatus client : clients) {
        out.println(
            line(client.entry().id(), client.state(clock.instant()), why(client.suspension())));
      }
      Set<String> known =
          clients.stream().map(client -> client.entry().id()).collect(Collectors.toSet());
      store.suspensions().stream()
          .filter(suspension -> !known.contains(suspension.client()))
          .map(
              suspension ->
                  line(
                      suspension.client(),
                      "suspended",
                      why(suspension) + " (no client of this version)"))
          .forEach(out::println);
      return ExitCode.OK;
    }
  }

  private static String line(String id, String state, String why) {
    // whoever writes the database chooses reasons, and ids that no registry has
    return Printable.of(
        String.format(Locale.ROOT, "%-24s %-14s %s", id, state, why).stripTrailing());
  }

  private static String why(@Nullable Suspension suspension) {
    return suspension == null
        ? ""
        : "since " + suspension.since() + " by " + suspension.by() + ": " + suspension.reason();
  }
}
