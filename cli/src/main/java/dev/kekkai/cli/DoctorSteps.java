package dev.kekkai.cli;

import dev.kekkai.cli.doctor.Step;
import dev.kekkai.config.problem.Printable;
import java.util.ArrayList;
import java.util.List;

/** The steps of {@code kekkai doctor} so far. */
final class DoctorSteps {
  private final List<Step> steps = new ArrayList<>();
  private final DoctorListener listener;
  private int exitCode = ExitCode.OK;

  /** Tells somebody of each. */
  DoctorSteps(DoctorListener listener) {
    this.listener = listener;
  }

  /** For a step that {@link #step} does not take. */
  void begins(String name, String title) {
    listener.begins(name, title);
  }

  /** Takes a step whose failure ends the examination. */
  <T> T step(String name, String title, Check<T> check, Describer<T> describer) throws StepFailed {
    begins(name, title);
    try {
      T result = check.run();
      ok(name, title, describer.describe(result));
      return result;
    } catch (Exception e) {
      fail(name, title, Failures.message(e), Failures.exitCode(e));
      throw new StepFailed();
    }
  }

  void ok(String name, String title, String text) {
    add(new Step(name, Step.Status.OK, title, Printable.line(text)), ExitCode.OK);
  }

  void warn(String name, String title, String text) {
    add(new Step(name, Step.Status.WARN, title, Printable.line(text)), ExitCode.OK);
  }

  /** The code of the first failure is that of the command. */
  void fail(String name, String title, String text, int code) {
    add(new Step(name, Step.Status.FAIL, title, text), code);
  }

  /** One that was taken elsewhere, with the exit code of its failure. */
  void add(Step step, int code) {
    steps.add(step);
    exitCode = exitCode == ExitCode.OK ? code : exitCode;
    listener.ended(step, code);
  }

  /** Whether a step was taken and did not fail. */
  boolean passed(String name) {
    return steps.stream().anyMatch(s -> s.name().equals(name) && s.status() != Step.Status.FAIL);
  }

  List<Step> all() {
    return steps;
  }

  int exitCode() {
    return exitCode;
  }

  /** What a step does. */
  interface Check<T> {
    T run() throws Exception;
  }

  /** What it says then. */
  interface Describer<T> {
    String describe(T result);
  }

  /** A step failed, and has said so. */
  static final class StepFailed extends Exception {
    private static final long serialVersionUID = 1L;

    StepFailed() {
      super(null, null, false, false);
    }
  }
}
