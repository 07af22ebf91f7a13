package dev.kekkai.cli;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.column.MigrationStatus;
import picocli.CommandLine.Command;

/** {@code kekkai migrate status}: how far it is. */
@Command(
    name = "status",
    description = "How far the migration is, and how many rows are in which state. Opens no token.")
final class MigrateStatusCommand extends ColumnCommand {
  MigrateStatusCommand(Globals globals) {
    super(globals);
  }

  @Override
  public Integer call() throws CliException, TokenException {
    return step(
        (workspace, database, file) -> {
          MigrationStatus status = setup(database, file).status();
          say("Phase: " + status.phase().id());
          sayRows("Rows with plaintext and no token", status.left());
          sayRows("Rows with plaintext and a token", status.both());
          sayRows("Rows with a token only", status.tokens());
          return ExitCode.OK;
        });
  }
}
