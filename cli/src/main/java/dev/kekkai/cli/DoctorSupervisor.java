package dev.kekkai.cli;

import dev.kekkai.cli.doctor.JavaProcess;
import dev.kekkai.cli.doctor.JsonReport;
import dev.kekkai.cli.doctor.Report;
import dev.kekkai.cli.doctor.Saying;
import dev.kekkai.cli.doctor.Step;
import dev.kekkai.cli.doctor.TextReport;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.problem.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has doctor work in a process of its own, and tells what it says: whatever the module does there,
 * what was found until then is told. Only {@code --quick} does without.
 */
final class DoctorSupervisor {
  /** For the module's exit handlers, when everything was said. */
  private static final Duration ENDING = Duration.ofSeconds(5);

  private static final Duration POLL = Duration.ofMillis(50);

  private static final String NO_PROFILE = ". No profile is written";

  private static final Logger LOG = LoggerFactory.getLogger(DoctorSupervisor.class);

  private final Globals globals;
  private final DoctorOptions options;

  /** For all trials together. */
  private final Duration patience;

  private final PrintWriter out;

  private DoctorSupervisor(
      Globals globals, DoctorOptions options, Duration patience, PrintWriter out) {
    this.globals = globals;
    this.options = options;
    this.patience = patience;
    this.out = out;
  }

  /** Prints steps and report; the exit code. */
  static int examine(Globals globals, DoctorOptions options, Duration patience, PrintWriter out)
      throws CliException {
    return new DoctorSupervisor(globals, options, patience, out).examine();
  }

  private int examine() throws CliException {
    KekkaiConfig config = readable();
    if (config == null || options.quick()) {
      DoctorSteps steps = new Doctor(globals, options, this::print).examine();
      return tell(steps, config, Optional.empty());
    }
    DoctorSteps steps = new DoctorSteps(this::print);
    DoctorHearer hearer = new DoctorHearer(steps, config.token().profile().profile());
    supervise(config, hearer);
    return tell(steps, config, hearer.report());
  }

  /**
   * For what is needed to start the other process; whether the configuration is fit to be used is
   * told there. Null when it can't be read at all.
   */
  private @Nullable KekkaiConfig readable() {
    try {
      return globals.load(Map.of("environment", "development"));
    } catch (CliException | ConfigException e) {
      return null;
    }
  }

  private void print(Step step, int code) {
    if (!options.json()) {
      out.println(step.line());
      out.flush();
    }
  }

  private void supervise(KekkaiConfig config, DoctorHearer hearer) throws CliException {
    PinSource pin = config.token().pin();
    String variable = pin instanceof PinSource.Env env ? env.name() : "";
    DoctorRequest request =
        new DoctorRequest(
            globals.configFile().toAbsolutePath(),
            globals.consent(),
            globals.debug(),
            options.speed(),
            options.suggestion());
    PinGiver giver = new PinGiver(pin);
    try (JavaProcess process =
        JavaProcess.start(
            DoctorMain.class,
            variable,
            ProcessBuilder.Redirect.INHERIT,
            line -> Saying.read(line).ifPresent(said -> hear(said, hearer, giver)))) {
      giver.to(process.input());
      request.write(process.input());
      await(process, hearer);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILED,
          "doctor works in another Java process, which can't be started: " + Failures.message(e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.FAILED, "interrupted", e);
    }
  }

  private static void hear(Saying said, DoctorHearer hearer, PinGiver giver) {
    if (said.kind().equals(DoctorSpeaker.PIN)) {
      giver.give();
      return;
    }
    try {
      hearer.hear(said);
    } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
      LOG.debug("Not a saying of doctor's, but the module's: {}", said.kind());
    }
  }

  private void await(JavaProcess process, DoctorHearer hearer)
      throws InterruptedException, CliException {
    while (!process.await(POLL)) {
      if (hearer.isOver()) {
        process.await(ENDING);
        return;
      }
      if (hearer.isOverdue(patience)) {
        process.close();
        hearer.fail(
            "the module does not come back within " + patience.toSeconds() + " s", consequence());
        return;
      }
    }
    if (!hearer.broken().isEmpty()) {
      throw new CliException(ExitCode.FAILED, "doctor itself failed: " + hearer.broken());
    }
    if (!hearer.isOver()) {
      hearer.fail(process.ending(), consequence());
    }
  }

  private String consequence() {
    return options.suggestion() == null ? "" : NO_PROFILE;
  }

  private int tell(DoctorSteps steps, @Nullable KekkaiConfig config, Optional<Report> report) {
    if (options.json()) {
      out.println(JsonReport.of(steps.exitCode(), steps.all(), report.orElse(null)));
    } else {
      if (report.isPresent()) {
        TextReport.print(report.get(), out);
        out.println();
      }
      if (config != null && steps.passed("configuration")) {
        DoctorOutages.tell(config, out);
      }
      if (steps.exitCode() == ExitCode.OK) {
        out.println("Everything works.");
      }
    }
    out.flush();
    return steps.exitCode();
  }
}
