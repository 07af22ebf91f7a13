package dev.kekkai.cli.doctor;

import dev.kekkai.config.ModuleSettings;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Loads, initialises and finalises a module in a process of its own, twice, without logging in: a
 * module may crash or hang, and then only that process does.
 */
@StartsProcess
public final class ModuleTrial {
  /** What Java says of a crash: {@code # SIGSEGV (0xb) at pc=...}. */
  private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+) \\(.*");

  /** Exit status of a process that a signal ended, as Java tells it. */
  private static final int SIGNALLED = 128;

  private static final int LONGEST_LINE = 2000;

  /** Java's own time, which is not the module's. */
  private static final Duration STARTING = Duration.ofSeconds(60);

  private final TrialProgress progress = new TrialProgress();
  private volatile String signal = "";

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
    Process process =
        new ProcessBuilder(JavaCommand.of(TrialMain.class)).redirectErrorStream(true).start();
    try {
      Thread reader = new Thread(() -> read(process), "kekkai-doctor-trial");
      reader.setDaemon(true);
      reader.start();
      send(process.getOutputStream(), module, osLocking);
      if (!progress.awaitStart(STARTING)) {
        return progress.result("Java did not start within " + STARTING.toSeconds() + " s");
      }
      boolean ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly();
        return progress.result(
            String.format(
                Locale.ROOT,
                "the module does not come back from %s within %d s",
                progress.now(),
                atMost.toSeconds()));
      }
      reader.join(TimeUnit.SECONDS.toMillis(5));
      return progress.result(problem(process.exitValue()));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Not on the command line: arguments of a module may hold secrets. */
  private static void send(OutputStream to, ModuleSettings module, boolean osLocking) {
    try (DataOutputStream out = new DataOutputStream(to)) {
      TrialMain.write(out, module, osLocking);
    } catch (IOException e) {
      return; // it has ended already, and its exit status says more
    }
  }

  private void read(Process process) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
      }
    } catch (IOException e) {
      return; // the process was ended
    } finally {
      progress.started();
    }
  }

  private void hear(String line) {
    Matcher crash = SIGNAL.matcher(line);
    if (crash.matches()) {
      signal = crash.group(1);
    } else {
      progress.hear(line);
    }
  }

  private @Nullable String problem(int status) {
    if (!signal.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "the module crashes the process that uses it (%s), in %s",
          signal,
          progress.now());
    }
    if (status > SIGNALLED) {
      return String.format(
          Locale.ROOT,
          "the process that uses the module is ended by signal %d, in %s",
          status - SIGNALLED,
          progress.now());
    }
    if (!progress.isOver()) {
      return String.format(
          Locale.ROOT,
          "the module ends the process that uses it (exit status %d), in %s",
          status,
          progress.now());
    }
    return progress.problem();
  }
}
