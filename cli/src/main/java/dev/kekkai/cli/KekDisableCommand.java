package dev.kekkai.cli;

import dev.kekkai.config.KekWait;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.provider.keys.KekRef;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai kek disable}: a version is taken out of use, and waits to be destroyed. */
@Command(
    name = "disable",
    description = {
      "Takes a KEK version out of use: Kekkai unwraps nothing under it any more. Applications notice"
          + " within dek.max-age.",
      "It is destroyed by 'kek destroy' when its waiting time is over, or taken back by"
          + " 'kek enable'."
    })
final class KekDisableCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME.vN", description = "A version that is not primary.")
  private String label = "";

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description =
          "How long until it may be destroyed, such as 90d. Default: kek.destroy-wait, 30d unless"
              + " configured.")
  private @Nullable String wait;

  KekDisableCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException {
    KekRef ref = KekLabel.parse(label);
    Duration asked = wait == null ? null : parse(wait);
    try (Workspace workspace = new Workspace(globals)) {
      KekRecord row =
          workspace.keks(ref).disable(ref, asked == null ? workspace.config().kekWait() : asked);
      spec.commandLine()
          .getOut()
          .println(
              ref
                  + " is disabled. It may be destroyed from "
                  + row.dates().destroyableFrom()
                  + " on; until then 'kekkai kek enable "
                  + ref
                  + "' takes it back");
      warn(ref, workspace.store().deks().countByKek().getOrDefault(ref, 0L));
      return ExitCode.OK;
    }
  }

  /** Applications go on for dek.max-age at most: there is time to take it back. */
  private void warn(KekRef ref, long deks) {
    if (deks > 0) {
      spec.commandLine()
          .getErr()
          .println(
              String.format(
                  Locale.ROOT,
                  "kekkai: DEKs of the store that are still under %s: %,d. Applications can't use"
                      + " them any more, within dek.max-age. Take it back by 'kekkai kek enable %s',"
                      + " then 'kekkai rewrap --from %s --to' the primary version",
                  ref,
                  deks,
                  ref,
                  ref));
    }
  }

  private static Duration parse(String text) throws CliException {
    try {
      return KekWait.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, "--wait " + text + ": " + e.getMessage(), e);
    }
  }
}
