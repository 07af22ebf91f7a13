package dev.kekkai.cli;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.column.ColumnSetup;
import dev.kekkai.dekstore.column.StartReport;
import picocli.CommandLine.Command;

/** {@code kekkai migrate start}: the column that tokens will be in. */
@Command(
    name = "start",
    description = {
      "Makes the DEK, the column that tokens will be in and, on PostgreSQL, a trigger that takes a"
          + " token away when its plaintext is changed by a release that doesn't know it.",
      "Needs the table's owner. The table is locked for a moment; when that can't be had within a"
          + " second, it is tried again."
    })
final class MigrateStartCommand extends ColumnCommand {
  MigrateStartCommand(Globals globals) {
    super(globals);
  }

  @Override
  public Integer call() throws CliException, TokenException {
    return step(
        (workspace, database, file) -> {
          ColumnSetup setup = setup(database, file); // a mistyped table makes no DEK
          try (Keyring keyring = workspace.keyring()) {
            keyring.ensure(file.column().dek());
          }
          StartReport report = setup.start();
          String name = file.column().column() + " of " + file.column().table();
          say(report.columnMade() ? "Made the column " + name : "The column " + name + " is there");
          if (!report.bystanders().isEmpty()) {
            say("These see the plaintext, too: " + String.join(", ", report.bystanders()));
          }
          sayRows("Rows to encrypt", report.rows());
          say(
              "Next: deploy the release that reads both columns and writes both, then kekkai"
                  + " migrate run");
          return ExitCode.OK;
        });
  }
}
