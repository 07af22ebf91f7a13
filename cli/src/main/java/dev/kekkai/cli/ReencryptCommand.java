package dev.kekkai.cli;

import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekLifecycle;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.column.ColumnReencryption;
import dev.kekkai.dekstore.column.DekUse;
import dev.kekkai.dekstore.column.ReencryptReport;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kekkai reencrypt}: a column's tokens under the active version of its DEK. */
@Command(
    name = "reencrypt",
    description = {
      "Encrypts the tokens of a column anew that are not under the active version of its DEK, in"
          + " batches, while the application reads and writes. Then says which versions are in"
          + " use.",
      "Run again, it goes on where it was interrupted."
    })
final class ReencryptCommand extends ColumnCommand {
  @Option(
      names = "--new-version",
      description =
          "Makes a new version of the DEK first, and deactivates the one before. Not when going on"
              + " with an interrupted run.")
  private boolean newVersion;

  ReencryptCommand(Globals globals) {
    super(globals);
  }

  @Override
  public Integer call() throws CliException, TokenException {
    return step(
        (workspace, database, file) -> {
          try (Keyring keyring = workspace.keyring()) {
            ColumnReencryption work =
                new ColumnReencryption(
                    keyring, workspace.store().deks(), database, file.column(), file.options());
            if (newVersion) { // once table and columns are found
              makeVersion(workspace, file.column().dek());
            }
            ReencryptReport report;
            try (Progress progress = progress("Re-encrypting", work.left())) {
              report = work.run(progress::add);
            }
            tell(report);
            if (report.failed() > 0) {
              return ExitCode.REFUSED;
            }
            return report.left() > 0 ? ExitCode.FAILED : ExitCode.OK;
          }
        });
  }

  private void makeVersion(Workspace workspace, String dek) throws CliException, TokenException {
    DekLifecycle lifecycle =
        new DekLifecycle(workspace.provider(), workspace.store().deks(), workspace.store().keks());
    DekRecord made = lifecycle.activate(lifecycle.prepare(dek).id());
    say("Made version " + made.version() + " of the DEK '" + made.name() + "'");
  }

  private void tell(ReencryptReport report) {
    sayRows("Tokens encrypted anew", report.changed());
    complain(report.failed(), "tokens don't decrypt, and stay as they are", report.examples());
    complain(
        report.left(),
        "tokens are under older versions still, since others held or wrote their rows: run this again",
        List.of());
    report.uses().forEach(use -> sayRows(describe(use), use.rows()));
    for (DekRecord row : report.unused()) {
      say(
          "Not in use in this column: "
              + describe(row.name(), row.version(), row.state().id(), row.id()));
    }
    if (!report.unused().isEmpty()) {
      say(
          "What other columns, running applications of before, or backups don't need either may be"
              + " destroyed");
    }
  }

  private static String describe(DekUse use) {
    if (use.id() == null) {
      return "No field tokens";
    }
    return use.name() == null || use.state() == null
        ? "Tokens under " + use.id() + ", which the store doesn't know"
        : "Tokens under " + describe(use.name(), use.version(), use.state(), use.id());
  }

  private static String describe(String name, int version, String state, UUID id) {
    return "'" + name + "' version " + version + ", " + state + ", " + id;
  }
}
