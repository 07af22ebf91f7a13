package dev.kekkai.cli;

import dev.kekkai.cli.file.NewFile;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Rewrap;
import dev.kekkai.dekstore.RewrapCount;
import dev.kekkai.dekstore.RewrapResult;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code kekkai rewrap --from OLD --to NEW}. */
final class StoreRewrap {
  private static final int MOST_THREADS = 1023;

  private final CommandLine command;
  private final Globals globals;
  private final KekRef from;
  private final KekRef to;
  private final @Nullable Integer threads;

  private StoreRewrap(
      CommandLine command, Globals globals, KekRef from, KekRef to, @Nullable Integer threads) {
    this.command = command;
    this.globals = globals;
    this.from = from;
    this.to = to;
    this.threads = threads;
  }

  static StoreRewrap parse(
      CommandLine command, Globals globals, String from, String to, @Nullable Integer threads)
      throws CliException {
    KekRef old = KekLabel.parse("--from is", from);
    KekRef fresh = KekLabel.parse("--to is", to);
    if (old.equals(fresh)) {
      throw new CliException(
          ExitCode.USAGE, "--from and --to are both " + old + ": name two KEK versions");
    }
    if (threads != null && (threads < 1 || threads > MOST_THREADS)) {
      throw new CliException(
          ExitCode.USAGE, "--threads is a number from 1 to " + MOST_THREADS + ", not " + threads);
    }
    return new StoreRewrap(command, globals, old, fresh, threads);
  }

  int count() throws CliException, TokenException {
    try (Workspace workspace = new Workspace(globals)) {
      RewrapCount count = rewrap(workspace).count(from, to);
      command
          .getOut()
          .println(
              String.format(
                  Locale.ROOT,
                  "%,d DEKs are under %s and would be rewrapped to %s; %,d are under %s already",
                  count.waiting(),
                  from,
                  to,
                  count.under(),
                  to));
      return ExitCode.OK;
    }
  }

  int run(@Nullable Path report) throws CliException, TokenException, IOException {
    if (report == null) {
      try (Workspace workspace = new Workspace(globals)) {
        return told(run(workspace, rewrap(workspace)));
      }
    }
    // Whatever is wrong with file and key shows before a DEK is touched.
    Path path = globals.surroundings().folder().resolve(report);
    try (NewFile file = NewFile.create(path, false);
        Workspace workspace = new Workspace(globals)) {
      Rewrap rewrap = rewrap(workspace);
      RewrapReport signed = RewrapReport.of(workspace.provider());
      RewrapResult result = run(workspace, rewrap);
      int exitCode = told(result); // also when the token is not there any more to sign
      file.out().write((signed.sign(result) + "\n").getBytes(StandardCharsets.US_ASCII));
      file.commit();
      command
          .getOut()
          .println(
              "Wrote the report "
                  + path
                  + "; 'kekkai seal-key export "
                  + RewrapReport.KEY
                  + "' has the key that verifies it");
      return exitCode;
    }
  }

  private Rewrap rewrap(Workspace workspace) throws CliException {
    StoreDatabase store = workspace.store();
    KekkaiProvider provider = workspace.provider();
    requireSessions(workspace);
    workspace.requireInStore(from);
    workspace.requireInStore(to);
    return new Rewrap(provider, store.deks(), store.keks());
  }

  private void requireSessions(Workspace workspace) throws CliException {
    int most = Rewrap.mostThreads(workspace.config());
    if (threads != null && threads > most) {
      throw new CliException(
          ExitCode.USAGE,
          String.format(
              Locale.ROOT,
              "--threads %d needs as many sessions and one more, and sessions.max is %d: say %d at"
                  + " most, or raise it",
              threads,
              workspace.config().sessions().max(),
              most));
    }
  }

  private RewrapResult run(Workspace workspace, Rewrap rewrap) throws TokenException {
    int number = threads == null ? Rewrap.threads(workspace.config()) : threads;
    return RewrapTold.telling(
        command.getErr(), globals.surroundings(), told -> rewrap.run(from, to, number, told));
  }

  private int told(RewrapResult result) {
    if (result.rewrapped() == 0 && result.remaining() == 0) {
      command
          .getOut()
          .println(
              String.format(
                  Locale.ROOT,
                  "Nothing to do: no DEK is under %s, %,d are under %s",
                  from,
                  result.under(),
                  to));
      return ExitCode.OK;
    }
    double seconds = Duration.between(result.begun(), result.ended()).toMillis() / 1e3;
    command
        .getOut()
        .println(
            String.format(
                Locale.ROOT,
                "Rewrapped %,d DEKs from %s to %s in %.1f s, %,.0f a second",
                result.rewrapped(),
                from,
                to,
                seconds,
                result.rewrapped() / Math.max(seconds, 0.001)));
    if (result.remaining() == 0) {
      return ExitCode.OK;
    }
    command
        .getErr()
        .println(
            String.format(
                Locale.ROOT,
                "kekkai: %,d DEKs are still under %s; %,d of them can't be rewrapped",
                result.remaining(),
                from,
                result.failed().size()));
    return ExitCode.FAILED;
  }
}
