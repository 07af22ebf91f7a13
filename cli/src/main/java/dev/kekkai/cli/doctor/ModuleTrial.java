package dev.kekkai.cli.doctor;

import dev.kekkai.config.ModuleSettings;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Loads, initialises and finalises a module in a process of its own, twice, without logging in: a
 * module may crash or hang, and then only that process does.
 */
public final class ModuleTrial {
  private static final int LONGEST_LINE = 2000;

  /** Java's own time, which is not the module's. */
  private static final Duration STARTING = Duration.ofSeconds(60);

  private final TrialProgress progress = new TrialProgress();

  private ModuleTrial() {}

  /**
   * Runs one.
   *
   * @param module the module, and its arguments
   * @param osLocking whether to initialise it with CKF_OS_LOCKING_OK
   * @param atMost how long the module may take, beside the time that Java needs to start
   * @return how it went
   * @throws IOException when no process can be started
   * @throws InterruptedException when interrupted while waiting
   */
  public static TrialResult run(ModuleSettings module, boolean osLocking, Duration atMost)
      throws IOException, InterruptedException {
    return new ModuleTrial().start(module, osLocking, atMost);
  }

  private TrialResult start(ModuleSettings module, boolean osLocking, Duration atMost)
      throws IOException, InterruptedException {
    try (JavaProcess process =
        JavaProcess.start(TrialMain.class, "", ProcessBuilder.Redirect.DISCARD, this::hear)) {
      send(process, module, osLocking);
      if (!progress.awaitStart(STARTING, process)) {
        return progress.result("Java did not start within " + STARTING.toSeconds() + " s");
      }
      if (!process.await(atMost)) {
        return progress.result(
            String.format(
                Locale.ROOT,
                "the module does not come back from %s within %d s",
                progress.now(),
                atMost.toSeconds()));
      }
      return progress.result(problem(process));
    }
  }

  /** Not on the command line: arguments of a module may hold secrets. The stream stays open. */
  private static void send(JavaProcess process, ModuleSettings module, boolean osLocking) {
    try {
      DataOutputStream out = new DataOutputStream(process.input());
      TrialMain.write(out, module, osLocking);
      out.flush();
    } catch (IOException e) {
      return; // it has ended already, and its exit status says more
    }
  }

  private void hear(String line) {
    progress.hear(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
  }

  private @Nullable String problem(JavaProcess process) {
    if (process.isCrashed() || !progress.isOver()) {
      return process.ending() + ", in " + progress.now();
    }
    return progress.problem();
  }
}
