package dev.kekkai.cli;

import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.column.VerifyReport;
import picocli.CommandLine.Command;

/** {@code kekkai migrate verify}: proves every token on its plaintext. */
@Command(
    name = "verify",
    description =
        "Decrypts every token and compares it with the plaintext that is still there; changes"
            + " nothing.")
final class MigrateVerifyCommand extends ColumnCommand {
  MigrateVerifyCommand(Globals globals) {
    super(globals);
  }

  @Override
  public Integer call() throws CliException, TokenException {
    return migrate(
        migration -> {
          VerifyReport report;
          try (Progress progress = progress("Verifying", migration.withValue())) {
            report = migration.verify(progress::add);
          }
          sayRows("Tokens that are right", report.checked());
          sayRows("Tokens that are wrong", report.wrong());
          sayRows("Rows without a token", report.left());
          complain(report.wrong(), "tokens are wrong", report.examples());
          if (report.wrong() > 0) {
            return ExitCode.REFUSED;
          }
          if (report.left() > 0) {
            say("Next: kekkai migrate run, then verify again");
            return ExitCode.FAILED;
          }
          say(
              "Next: kekkai migrate finish, once no application reads or writes the plaintext"
                  + " alone");
          return ExitCode.OK;
        });
  }
}
