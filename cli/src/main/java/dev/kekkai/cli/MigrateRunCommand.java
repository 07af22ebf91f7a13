package dev.kekkai.cli;

import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.column.RunReport;
import picocli.CommandLine.Command;

/** {@code kekkai migrate run}: encrypts what is there. */
@Command(
    name = "run",
    description = {
      "Encrypts every row that has plaintext and no token, in batches, while the application reads"
          + " and writes.",
      "Run again, it goes on where it was interrupted."
    })
final class MigrateRunCommand extends ColumnCommand {
  MigrateRunCommand(Globals globals) {
    super(globals);
  }

  @Override
  public Integer call() throws CliException, TokenException {
    return migrate(
        migration -> {
          RunReport report;
          try (Progress progress = progress("Encrypting", migration.left())) {
            report = migration.run(progress::add);
          }
          sayRows("Rows encrypted", report.changed());
          sayRows("Rows left", report.left());
          complain(report.failed(), "rows can't be encrypted", report.examples());
          if (report.left() > report.failed()) {
            say(
                "What is left is locked by others, or was written meanwhile by a release that"
                    + " doesn't know the encrypted column: run it again");
          }
          if (!report.isDone()) {
            return ExitCode.FAILED;
          }
          say("Next: kekkai migrate verify, once every application writes both columns");
          return ExitCode.OK;
        });
  }
}
