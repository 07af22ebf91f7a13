package dev.kekkai.cli;

import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.column.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kekkai migrate finish}: the end of the plaintext. */
@Command(
    name = "finish",
    description = {
      "Clears the plaintext of a verified column in batches; each token is decrypted and compared"
          + " once more before its plaintext goes. There is no way back.",
      "With --drop, later: drops the column, once no release in use names it."
    })
final class MigrateFinishCommand extends ColumnCommand {
  @Option(
      names = "--yes",
      description = "Every application reads tokens, and a backup of the DEK store is at hand.")
  private boolean yes;

  @Option(names = "--drop", description = "Drops the cleared column.")
  private boolean drop;

  MigrateFinishCommand(Globals globals) {
    super(globals);
  }

  @Override
  public Integer call() throws CliException, TokenException {
    if (!yes) {
      throw new CliException(
          ExitCode.USAGE,
          drop
              ? "The column and what depends on it are gone then. Say --yes when no release in use"
                  + " names the column"
              : "The plaintext is gone then, and the values hang on the DEK store and the KEK. Say"
                  + " --yes when every application reads tokens, and backups of both are proved");
    }
    return drop ? drop() : clear();
  }

  private int clear() throws CliException, TokenException {
    return migrate(
        migration -> {
          RunReport report;
          try (Progress progress = progress("Clearing", migration.withPlaintext())) {
            report = migration.clear(progress::add);
          }
          sayRows("Rows cleared", report.changed());
          sayRows("Rows with plaintext still", report.left());
          complain(
              report.failed(), "tokens are wrong, and their rows as they were", report.examples());
          if (report.failed() > 0) {
            return ExitCode.REFUSED;
          }
          if (!report.isDone()) {
            say(
                "What is left is locked by others, or was written meanwhile by a release that"
                    + " doesn't know the encrypted column: kekkai migrate run, then finish again");
            return ExitCode.FAILED;
          }
          remains();
          say(
              "Next: deploy the release that knows the encrypted column only, then kekkai migrate"
                  + " finish --drop");
          return ExitCode.OK;
        });
  }

  private int drop() throws CliException, TokenException {
    return step(
        (workspace, database, file) -> {
          boolean wasNotNull = setup(database, file).drop();
          say("The column " + file.plaintext() + " of " + file.column().table() + " is gone");
          if (wasNotNull) {
            say(
                "It was not null; the column "
                    + file.column().column()
                    + " may be made so now, see docs/migrate.md");
          }
          remains();
          return ExitCode.OK;
        });
  }

  private void remains() {
    say(
        "Plaintext is still in the table's files until VACUUM FULL or pg_repack has written them"
            + " anew, in replicas, in the WAL and its archive, and in backups: see"
            + " docs/migrate.md");
  }
}
