package dev.kekkai.cli.keyserver;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.Globals;
import dev.kekkai.formats.kekset.SealKeyFile;
import dev.kekkai.keyserver.audit.format.SealKeys;
import dev.kekkai.keyserver.audit.verify.AuditReport;
import dev.kekkai.keyserver.audit.verify.AuditSource;
import dev.kekkai.keyserver.audit.verify.AuditVerifier;
import dev.kekkai.keyserver.db.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kekkai audit verify}: whether the log is as the servers wrote it. */
@Command(
    name = "verify",
    description = {
      "Verifies the audit log of all servers with the public seal key, and says what nothing"
          + " protects. Exits with 4 and names the first bad entry when something was changed.",
      "Reads the database of key-server.yaml, or an export. Neither token nor server is needed. A"
          + " log that was cut back to an earlier seal shows only with --witness."
    })
final class AuditVerifyCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--key",
      paramLabel = "PEM",
      required = true,
      description =
          "The public seal key, from a place that nobody with access to the database can write.")
  private List<Path> keys = new ArrayList<>();

  @Option(
      names = "--witness",
      paramLabel = "FILE",
      description = "Seals as a witness got them. May be given several times.")
  private List<Path> witnesses = new ArrayList<>();

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "A whole export (kekkai audit export), in place of the database.")
  private @Nullable Path export;

  AuditVerifyCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, IOException {
    AuditVerifier verifier = new AuditVerifier(new SealKeys(publicKeys()));
    List<Path> seen = witnesses.stream().map(globals.surroundings().folder()::resolve).toList();
    AuditReport report;
    if (export != null) {
      report =
          verifier.verify(AuditSource.file(globals.surroundings().folder().resolve(export)), seen);
    } else {
      try (Database database = ServerConfig.database(globals)) {
        report = verifier.verify(AuditSource.database(database), seen);
      }
    }
    report.lines().forEach(spec.commandLine().getOut()::println);
    return report.isClean() ? ExitCode.OK : ExitCode.REFUSED;
  }

  private List<ECPublicKey> publicKeys() throws CliException, IOException {
    List<ECPublicKey> all = new ArrayList<>();
    for (Path file : keys) {
      try {
        all.addAll(SealKeyFile.read(globals.surroundings().folder().resolve(file)));
      } catch (InvalidKeyException e) {
        throw new CliException(ExitCode.USAGE, file + ": " + e.getMessage(), e);
      }
    }
    return all;
  }
}
