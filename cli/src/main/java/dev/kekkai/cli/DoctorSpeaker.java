package dev.kekkai.cli;

import dev.kekkai.cli.doctor.Report;
import dev.kekkai.cli.doctor.Saying;
import dev.kekkai.cli.doctor.Step;
import dev.kekkai.cli.probe.ExaminationListener;
import dev.kekkai.cli.probe.Finding;
import dev.kekkai.cryptoki.ModuleInfo;
import dev.kekkai.cryptoki.TokenInfo;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what doctor does, in the process in which it works, to {@link DoctorHearer} in the one that
 * started it. At once, since the next call may be the last.
 */
final class DoctorSpeaker implements DoctorListener, ExaminationListener {
  static final String BEGINS = "begins";
  static final String STEP = "step";
  static final String SUBJECT = "subject";
  static final String PLAN = "plan";
  static final String PROBE = "probe";
  static final String NOTED = "noted";
  static final String FOUND = "found";
  static final String PROBED = "probed";
  static final String FAILED = "failed";
  static final String BEFORE = "before";
  static final String AFTER = "after";
  static final String PIN = "pin";
  static final String OVER = "over";
  static final String BROKEN = "broken";

  private final PrintStream out;
  private final Map<String, Finding> said = new HashMap<>();

  DoctorSpeaker(PrintStream out) {
    this.out = out;
  }

  /** On a line of its own, wherever the module has left off. */
  synchronized void say(String kind, String... texts) {
    out.print("\n" + Saying.of(kind, texts).line() + "\n");
    out.flush();
  }

  @Override
  public void begins(String name, String title) {
    say(BEGINS, name, title);
  }

  @Override
  public void ended(Step step, int code) {
    say(STEP, step.name(), step.status().name(), step.title(), step.text(), Integer.toString(code));
  }

  @Override
  public void examines(Report.Subject subject) {
    ModuleInfo module = subject.module();
    TokenInfo token = subject.token();
    say(
        SUBJECT,
        module.manufacturer(),
        module.description(),
        module.libraryVersion(),
        module.cryptokiVersion(),
        Long.toString(token.slot()),
        token.label(),
        token.manufacturer(),
        token.model(),
        token.serial(),
        token.firmware(),
        subject.binding(),
        subject.profile().name(),
        subject.reason());
  }

  @Override
  public ExaminationListener examination() {
    return this;
  }

  @Override
  public void plans(List<String> probes) {
    say(PLAN, probes.toArray(String[]::new));
  }

  @Override
  public void begins(String about) {
    say(PROBE, about);
  }

  @Override
  public void noted(String name, String value) {
    say(NOTED, name, value);
  }

  @Override
  public void ended(String about, List<Finding> all) {
    for (Finding f : all) {
      if (!f.equals(said.put(f.name(), f))) {
        say(FOUND, f.name(), f.value(), f.remark(), Boolean.toString(f.isKnob()));
      }
    }
    say(PROBED, about);
  }

  @Override
  public void failed(String failure) {
    say(FAILED, failure);
  }

  @Override
  public void countedBefore(int objects) {
    say(BEFORE, Integer.toString(objects));
  }

  @Override
  public void countedAfter(int objects) {
    say(AFTER, Integer.toString(objects));
  }
}
