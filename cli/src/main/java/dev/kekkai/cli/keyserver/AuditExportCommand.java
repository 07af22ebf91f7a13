package dev.kekkai.cli.keyserver;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.Globals;
import dev.kekkai.keyserver.audit.verify.AuditExport;
import dev.kekkai.keyserver.audit.verify.AuditSource;
import dev.kekkai.keyserver.db.Database;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code kekkai audit export}: the whole log as JSON lines. */
@Command(
    name = "export",
    description = {
      "Writes the whole audit log as JSON lines to standard output: chains, entries, seals.",
      "'kekkai audit verify --export FILE' verifies it anywhere. The configuration is"
          + " key-server.yaml."
    })
final class AuditExportCommand implements Callable<Integer> {
  private final Globals globals;

  AuditExportCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, IOException {
    try (Database database = ServerConfig.database(globals)) {
      OutputStream out = new BufferedOutputStream(globals.surroundings().out());
      AuditExport.all(AuditSource.database(database), out);
      out.flush();
      return ExitCode.OK;
    }
  }
}
