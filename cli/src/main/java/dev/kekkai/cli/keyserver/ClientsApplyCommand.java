package dev.kekkai.cli.keyserver;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.Globals;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.registry.RegistryConflictException;
import dev.kekkai.keyserver.registry.RegistryDocument;
import dev.kekkai.keyserver.registry.RegistryStore;
import dev.kekkai.keyserver.registry.StoredVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai clients apply}: makes a document the registry of all servers. */
@Command(
    name = "apply",
    description = {
      "Makes a clients.yaml the registry of all key servers, which notice within a second.",
      "Every problem in it is told at once, and nothing changes then. Suspensions stay."
    })
final class ClientsApplyCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The document, such as clients.yaml.")
  private Path file = Path.of("");

  @Option(
      names = "--expect",
      paramLabel = "VERSION",
      description =
          "Only if this version is the newest, so that nobody's change is lost. Default: whatever"
              + " is the newest when the command starts.")
  private @Nullable Long expected;

  @Option(
      names = "--if-none",
      description =
          "Only if there is no registry yet, for what runs at each start: a restart must not undo"
              + " what was applied since.")
  private boolean ifNone;

  ClientsApplyCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, IOException {
    Path path = globals.surroundings().folder().resolve(file);
    RegistryDocument document = RegistryDocument.parse(path.toString(), Files.readString(path));
    Clock clock = Clock.systemUTC();
    try (Database database = ServerConfig.newDatabase(globals)) {
      RegistryStore store = new RegistryStore(database.connections(), clock);
      long newest = store.newestVersion();
      if (ifNone && newest > 0) {
        spec.commandLine()
            .getOut()
            .println("Nothing was changed: there is a registry, version " + newest);
        return ExitCode.OK;
      }
      long before = expected != null ? expected : newest;
      StoredVersion stored = store.apply(document, ClientsCommand.who(), before);
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "Registry version " + stored.version() + ", " + document.clients().size() + " clients");
      document.warnings(clock.instant()).forEach(w -> out.println("warning: " + w));
      return ExitCode.OK;
    } catch (RegistryConflictException e) {
      throw new CliException(
          ExitCode.FAILED,
          "Nothing was changed: version "
              + e.current()
              + " is the newest. Look at it, and apply again",
          e);
    }
  }
}
