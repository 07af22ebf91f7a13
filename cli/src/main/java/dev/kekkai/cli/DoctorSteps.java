package dev.kekkai.cli;

import dev.kekkai.cli.doctor.Step;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of {@code kekkai doctor} so far, printed as they come unless JSON is wanted. */
final class DoctorSteps {
  private final List<Step> steps = new ArrayList<>();
  private final @Nullable PrintWriter out;
  private int exitCode = ExitCode.OK;

  /** Prints to {@code out}, or nowhere. */
  DoctorSteps(@Nullable PrintWriter out) {
    this.out = out;
  }

  /** Takes a step whose failure ends the examination. */
  <T> T step(String name, String title, Check<T> check, Describer<T> describer) throws StepFailed {
    try {
      T result = check.run();
      add(new Step(name, Step.Status.OK, title, describer.describe(result)));
      return result;
    } catch (Exception e) {
      fail(name, title, Failures.message(e), Failures.exitCode(e));
      throw new StepFailed();
    }
  }

  void ok(String name, String title, String text) {
    add(new Step(name, Step.Status.OK, title, text));
  }

  void warn(String name, String title, String text) {
    add(new Step(name, Step.Status.WARN, title, text));
  }

  /** The code of the first failure is that of the command. */
  void fail(String name, String title, String text, int code) {
    add(new Step(name, Step.Status.FAIL, title, text));
    exitCode = exitCode == ExitCode.OK ? code : exitCode;
  }

  private void add(Step step) {
    steps.add(step);
    if (out != null) {
      out.println(step.line());
      out.flush();
    }
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
