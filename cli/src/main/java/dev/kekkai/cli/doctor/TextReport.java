package dev.kekkai.cli.doctor;

import dev.kekkai.cli.probe.Finding;
import dev.kekkai.config.problem.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The report as a person likes to read it. */
public final class TextReport {
  private final PrintWriter out;

  private TextReport(PrintWriter out) {
    this.out = out;
  }

  /**
   * Prints it.
   *
   * @param report the report
   * @param out where to
   */
  public static void print(Report report, PrintWriter out) {
    new TextReport(out).print(report);
  }

  private void print(Report report) {
    out.println();
    line(
        "%s, library %s; firmware %s",
        who(report), report.module().libraryVersion(), report.token().firmware());
    line("profile %s, since %s", report.profile().name(), report.reason());
    if (!report.unfinished().isEmpty()) {
      line("Only part of it: what was found until the module failed in %s", first(report));
    }
    heading("What this HSM can do for Kekkai");
    report.capabilities().forEach(this::capability);
    heading("What was found");
    report.findings().stream().filter(f -> !f.name().startsWith("speed.")).forEach(this::finding);
    speed(report.findings());
    differences(report);
    ending(report);
    out.flush();
  }

  private static String first(Report report) {
    return report.unfinished().get(0);
  }

  private static String who(Report report) {
    String maker = report.token().manufacturer();
    return report.token().describe() + (maker.isEmpty() ? "" : ", " + maker);
  }

  private void heading(String text) {
    out.println();
    out.println(text);
  }

  private void capability(Capability c) {
    line("  %-4s %-16s %s", c.possible() ? "yes" : "no", c.title(), c.how());
    if (!c.consequence().isEmpty()) {
      line("  %-4s %-16s so: %s", "", "", c.consequence());
    }
  }

  private void finding(Finding f) {
    String remark = f.remark().isEmpty() ? "" : "  (" + f.remark() + ")";
    line("  %-32s %s%s", f.name(), f.value(), remark);
  }

  private void speed(List<Finding> findings) {
    List<Finding> speeds =
        findings.stream()
            .filter(f -> f.name().startsWith("speed.") && !f.remark().isEmpty())
            .toList();
    if (!speeds.isEmpty()) {
      heading("How fast, from this process alone");
      speeds.forEach(f -> line("  %s %s", f.value(), f.remark()));
    }
  }

  private void differences(Report report) {
    Comparison comparison = report.comparison();
    heading("Where it differs from profile " + report.profile().name());
    if (comparison.differences().isEmpty()) {
      line(
          "  nowhere: all %d values that were measured are the profile's",
          comparison.confirmed().size());
    }
    for (Difference d : comparison.differences()) {
      line(
          "  %-32s %s, and the profile says %s [%s]",
          d.knob(), d.measured(), d.profile(), d.mark());
    }
    if (!comparison.unmeasured().isEmpty()) {
      line("  not measured, here or before: %s", String.join(", ", comparison.unmeasured()));
    }
  }

  private void ending(Report report) {
    out.println();
    report.failures().forEach(f -> line("warn  could not be found out: %s", f));
    if (!report.unfinished().isEmpty()) {
      line("warn  not found out: %s", String.join(", ", report.unfinished()));
      line(
          "Nothing is left on the token: what is tried has session objects, which ended with the"
              + " process%s.",
          report.objectsBefore().isPresent()
              ? "; before it had " + report.objectsBefore().getAsInt() + " objects"
              : "");
    } else if (report.isTokenUnchanged()) {
      line(
          "Nothing was left on the token: it has %d objects, as before.",
          report.objectsAfter().getAsInt());
    } else if (report.objectsAfter().isPresent()) {
      line(
          "warn  objects on the token: %d before, %d now. Somebody else may be at work on it",
          report.objectsBefore().orElse(0), report.objectsAfter().getAsInt());
    } else {
      line("warn  the objects on the token could not be counted");
    }
  }

  private void line(String format, Object... values) {
    String text = String.format(Locale.ROOT, format, values);
    out.println(Printable.of(text).stripTrailing());
  }
}
