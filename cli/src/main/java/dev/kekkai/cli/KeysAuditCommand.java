package dev.kekkai.cli;

import dev.kekkai.cli.audit.AuditJson;
import dev.kekkai.cli.audit.AuditText;
import dev.kekkai.cli.audit.Auditor;
import dev.kekkai.cli.audit.KeysReport;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.keys.Severity;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kekkai keys audit}: which keys break which rule, by which attack, and what to do. */
@Command(
    name = "audit",
    description = {
      "Checks every key on the token, whoever made it, against the rules for keys and PCI DSS 3.6 and"
          + " 3.7: which keys break which rule, what attack that opens, how bad it is, what to do.",
      "Lists the KEKs with algorithm, strength, origin, canary, age and cryptoperiod.",
      "Changes nothing."
    })
final class KeysAuditCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Prints one JSON object for programs.")
  private boolean json;

  @Option(
      names = "--inventory",
      description = "Prints the table of KEKs only; findings have no exit code.")
  private boolean inventory;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      defaultValue = "high",
      description =
          "Ends with exit code 6 when a finding is as bad as that or worse: low, medium, high"
              + " (default) or critical.")
  private String failOn = "high";

  KeysAuditCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException {
    Severity least = severity(failOn);
    try (Workspace workspace = new Workspace(globals)) {
      KeysReport report =
          new Auditor(
                  workspace.provider(),
                  workspace.storeIfAny().map(StoreDatabase::keks),
                  Clock.systemUTC())
              .run();
      int exitCode = exitCode(report, least);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(AuditJson.of(report, exitCode));
      } else if (inventory) {
        AuditText text = new AuditText(report, out);
        text.printInventory();
        text.printTrouble();
      } else {
        new AuditText(report, out).print();
      }
      return exitCode;
    }
  }

  private int exitCode(KeysReport report, Severity least) {
    boolean findingsCount = !inventory || json;
    if (findingsCount && report.hasAtLeast(least)) {
      return ExitCode.FINDINGS;
    }
    return report.isComplete() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static Severity severity(String text) throws CliException {
    return Arrays.stream(Severity.values())
        .filter(severity -> severity.id().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.USAGE,
                    "--fail-on takes "
                        + Arrays.stream(Severity.values())
                            .map(Severity::id)
                            .collect(Collectors.joining(", "))
                        + ", not '"
                        + text
                        + "'"));
  }
}
