package dev.kekkai.cli;

import dev.kekkai.cli.doctor.Report;
import dev.kekkai.cli.doctor.Saying;
import dev.kekkai.cli.doctor.Step;
import dev.kekkai.cli.probe.Finding;
import dev.kekkai.config.problem.Printable;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.ProfileCatalog;
import dev.kekkai.cryptoki.ModuleInfo;
import dev.kekkai.cryptoki.TokenInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What {@link DoctorSpeaker} has said so far. Thread-safe. */
final class DoctorHearer {
  private static final int ABOUT_MODULE = 4;
  private static final int ABOUT_TOKEN = 10;
  private static final long UNKNOWN = -1;
  private static final String OBJECTS = "the number of objects";

  private final DoctorSteps steps;
  private final Optional<HsmProfile> configured;
  private final Map<String, Finding> finished = new LinkedHashMap<>();
  private final List<String> unfinished = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private Map<String, Finding> arriving = new LinkedHashMap<>();
  private Report.@Nullable Subject subject;
  private OptionalInt before = OptionalInt.empty();
  private OptionalInt after = OptionalInt.empty();
  private Step current = new Step("start", Step.Status.OK, "start of another Java process", "");
  private String probe = "";
  private String noted = "";
  private long probesBegan;
  private boolean over;
  private String broken = "";

  /** Adds to steps; {@code configured} is the profile of the configuration, if it names one. */
  DoctorHearer(DoctorSteps steps, Optional<HsmProfile> configured) {
    this.steps = steps;
    this.configured = configured;
  }

  synchronized void hear(Saying said) {
    switch (said.kind()) {
      case DoctorSpeaker.BEGINS -> begins(new Step(said.text(0), Step.Status.OK, said.text(1), ""));
      case DoctorSpeaker.STEP -> ended(said);
      case DoctorSpeaker.SUBJECT -> subject = subject(said);
      case DoctorSpeaker.PLAN -> plan(said.texts());
      case DoctorSpeaker.PROBE -> {
        probe = said.text(0);
        noted = "";
      }
      case DoctorSpeaker.NOTED -> noted = said.text(0) + " = " + said.text(1);
      case DoctorSpeaker.FOUND ->
          arriving.put(
              said.text(0),
              new Finding(
                  said.text(0), said.text(1), said.text(2), Boolean.parseBoolean(said.text(3))));
      case DoctorSpeaker.PROBED -> {
        finished.putAll(arriving);
        arriving = new LinkedHashMap<>();
        unfinished.remove(said.text(0));
        probe = OBJECTS;
        noted = "";
      }
      case DoctorSpeaker.FAILED -> failures.add(said.text(0));
      case DoctorSpeaker.BEFORE -> before = OptionalInt.of(Integer.parseInt(said.text(0)));
      case DoctorSpeaker.AFTER -> after = OptionalInt.of(Integer.parseInt(said.text(0)));
      case DoctorSpeaker.OVER -> over = true;
      case DoctorSpeaker.BROKEN -> broken = said.text(0);
      default -> throw new IllegalStateException("Not a saying of doctor's: " + said.kind());
    }
  }

  private void begins(Step step) {
    current = step;
    steps.begins(step.name(), step.title());
  }

  private void ended(Saying said) {
    Step step =
        new Step(said.text(0), Step.Status.valueOf(said.text(1)), said.text(2), said.text(3));
    steps.add(step, Integer.parseInt(said.text(4)));
    probesBegan = 0;
    probe = "";
    noted = "";
    unfinished.clear(); // what it has to say of them it has said
  }

  private void plan(List<String> probes) {
    unfinished.clear();
    unfinished.addAll(probes);
    probe = OBJECTS;
    probesBegan = System.nanoTime();
  }

  private Report.Subject subject(Saying said) {
    List<String> m = said.texts().subList(0, ABOUT_MODULE);
    List<String> t = said.texts().subList(ABOUT_MODULE, ABOUT_TOKEN);
    return new Report.Subject(
        new ModuleInfo(m.get(0), m.get(1), m.get(2), m.get(3)),
        new TokenInfo(
            Long.parseLong(t.get(0)),
            t.get(1),
            t.get(2),
            t.get(3),
            t.get(4),
            t.get(5),
            0,
            UNKNOWN,
            UNKNOWN),
        said.text(ABOUT_TOKEN),
        profile(said.text(ABOUT_TOKEN + 1)),
        said.text(ABOUT_TOKEN + 2));
  }

  private HsmProfile profile(String name) {
    return configured
        .filter(profile -> profile.name().equals(name))
        .orElseGet(() -> ProfileCatalog.builtIn().byName(name));
  }

  /** Whether the probes take longer than they may. */
  synchronized boolean isOverdue(Duration probing) {
    return probesBegan != 0 && System.nanoTime() - probesBegan > probing.toNanos();
  }

  /** Whether all was said that there is to say. */
  synchronized boolean isOver() {
    return over;
  }

  /** What was wrong with the other process itself; empty for nothing. */
  synchronized String broken() {
    return broken;
  }

  /** Writes down that the step under way came to no end. */
  synchronized void fail(String why, String consequence) {
    String where = probe.isEmpty() ? "in this step" : "in the trial of " + probe;
    String last = noted.isEmpty() ? "" : ", after " + noted;
    steps.fail(
        current.name(),
        current.title(),
        Printable.line(String.format(Locale.ROOT, "%s, %s%s%s", why, where, last, consequence)),
        ExitCode.TOKEN);
  }

  /** What was found out; empty where no probe was tried. */
  synchronized Optional<Report> report() {
    Report.Subject who = subject;
    return who == null
        ? Optional.empty()
        : Optional.of(
            Report.of(who, List.copyOf(finished.values()), failures, before, after, unfinished));
  }
}
