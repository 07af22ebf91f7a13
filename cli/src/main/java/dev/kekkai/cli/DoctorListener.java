package dev.kekkai.cli;

import dev.kekkai.cli.doctor.Report;
import dev.kekkai.cli.doctor.Step;
import dev.kekkai.cli.probe.ExaminationListener;

/** Is told what doctor does while it does it. */
interface DoctorListener {
  /** A step begins that may take a while. */
  default void begins(String name, String title) {}

  /** A step has ended; with what exit code when it failed. */
  void ended(Step step, int code);

  /** The probes come next. */
  default void examines(Report.Subject subject) {}

  /** Who is told of the probes. */
  default ExaminationListener examination() {
    return new ExaminationListener() {};
  }
}
