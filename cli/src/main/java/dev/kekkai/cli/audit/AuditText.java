package dev.kekkai.cli.audit;

import dev.kekkai.config.problem.Printable;
import dev.kekkai.provider.audit.AuditedKey;
import dev.kekkai.provider.audit.Finding;
import dev.kekkai.provider.keys.KeyRule;
import dev.kekkai.provider.keys.NotTaken;
import dev.kekkai.provider.keys.Severity;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An audit for people. */
public final class AuditText {
  private static final String INDENT = " ".repeat(10);

  private final KeysReport report;
  private final PrintWriter out;

  /**
   * Of one report.
   *
   * @param report what was found
   * @param out where to print it
   */
  public AuditText(KeysReport report, PrintWriter out) {
    this.report = report;
    this.out = out;
  }

  /** Prints all of it. */
  public void print() {
    line(
        String.format(
            Locale.ROOT,
            "Token %s, profile %s: %d keys",
            report.token().describe(),
            report.profile(),
            report.keys().size()));
    report.findings().forEach(this::print);
    if (!report.keks().isEmpty()) {
      out.println();
      printInventory();
    }
    printUnknown();
    printTrouble();
    out.println();
    line(sum());
  }

  /** Prints what could not be checked, if there is something. */
  public void printTrouble() {
    if (!report.adoptionTrouble().isEmpty()) {
      out.println();
      line("Not checked whether it was adopted: " + report.adoptionTrouble());
    }
    if (!report.storeTrouble().isEmpty()) {
      out.println();
      line("Not checked against the DEK store: " + report.storeTrouble());
    }
  }

  private void line(String text) {
    out.println(Printable.of(text));
  }

  private void print(KeysReport.Located located) {
    Finding finding = located.finding();
    out.println();
    line(
        String.format(
            Locale.ROOT,
            "%-9s %s: %s  (PCI DSS %s)",
            finding.severity().id().toUpperCase(Locale.ROOT),
            finding.rule().id(),
            name(located),
            finding.rule().requirement()));
    line(INDENT + finding.found());
    line(INDENT + "Attack: " + finding.attack());
    line(INDENT + "Do: " + finding.rule().remedy());
  }

  private static String name(KeysReport.Located located) {
    String label = located.label().isEmpty() ? "(no label)" : located.label();
    String id = located.id().isEmpty() ? "no CKA_ID" : "CKA_ID " + located.id();
    return located.type().isEmpty()
        ? label + ", not on the token, " + id
        : label + ", " + located.type() + ", " + id;
  }

  /** Prints the KEKs only. */
  public void printInventory() {
    TextTable table =
        new TextTable(
            List.of(
                "KEK",
                "KIND",
                "BITS",
                "STRENGTH",
                "ORIGIN",
                "STATE",
                "CANARY",
                "CREATED",
                "AGE",
                "CRYPTOPERIOD ENDS",
                "DEKS"));
    for (KekEntry kek : report.keks()) {
      table.add(
          List.of(
              kek.label(),
              kek.kind(),
              number(kek.bits()),
              number(kek.strength()),
              kek.origin(),
              kek.state(),
              kek.canary(),
              day(kek.created()),
              age(kek.created()),
              day(kek.cryptoperiodEnd()),
              kek.deks() < 0 ? "-" : Long.toString(kek.deks())));
    }
    table.print(out);
  }

  private static String number(int number) {
    return number == 0 ? "-" : Integer.toString(number);
  }

  private static String day(@Nullable Instant time) {
    return time == null ? "-" : time.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  private String age(@Nullable Instant created) {
    return created == null ? "-" : Duration.between(created, report.at()).toDays() + "d";
  }

  private void printUnknown() {
    for (AuditedKey audited : report.keys()) {
      if (!audited.accepted().isEmpty()) {
        out.println();
        line(
            "Accepted when "
                + audited.key().label()
                + " was adopted: "
                + audited.accepted().stream().map(KeyRule::id).collect(Collectors.joining(", ")));
      }
      if (!audited.notChecked().isEmpty()) {
        out.println();
        line(
            "Not checkable on this module, of "
                + audited.key()
                + ": "
                + String.join(", ", audited.notChecked()));
      }
    }
    if (!report.notTaken().isEmpty()) {
      out.println();
      line("What Kekkai's keys do without on this module:");
      for (NotTaken missing : report.notTaken()) {
        line("  " + missing);
      }
    }
  }

  private String sum() {
    if (report.findings().isEmpty()) {
      return report.adoptionTrouble().isEmpty()
          ? "No key breaks a rule"
          : "No key that was checked breaks a rule";
    }
    String counts =
        Stream.of(Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
            .filter(severity -> report.count(severity) > 0)
            .map(severity -> report.count(severity) + " " + severity.id())
            .collect(Collectors.joining(", "));
    int findings = report.findings().size();
    return findings + (findings == 1 ? " finding: " : " findings: ") + counts;
  }
}
