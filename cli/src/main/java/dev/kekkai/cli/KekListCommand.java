package dev.kekkai.cli;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.UnfitKeyException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kekkai kek list}: the keys on the token, fit for use or not. */
@Command(
    name = "list",
    description = "Lists the keys on the token, and says why one is unfit for use.")
final class KekListCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  KekListCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException {
    try (Workspace workspace = new Workspace(globals)) {
      KekkaiProvider provider = workspace.provider();
      List<KekRef> labels = provider.tokenKeys().labels();
      if (labels.isEmpty()) {
        spec.commandLine()
            .getErr()
            .println("The token has no key yet; 'kekkai kek create NAME' makes one");
        return ExitCode.OK;
      }
      KekTable table = new KekTable();
      for (KekRef ref : labels) {
        add(table, provider, ref, isPrimary(workspace, labels, ref));
      }
      table.print(spec.commandLine().getOut());
      return ExitCode.OK;
    }
  }

  private static void add(KekTable table, KekkaiProvider provider, KekRef ref, boolean primary) {
    try {
      TokenKey key = provider.tokenKeys().find(ref);
      table.add(key, primary, key.hsmOnly() ? "fit, hsm-only" : "fit");
    } catch (UnfitKeyException e) {
      table.addUnusable(
          ref.label(),
          "UNFIT: "
              + e.violations().stream().map(Object::toString).collect(Collectors.joining("; ")));
    } catch (TokenException e) {
      table.addUnusable(ref.label(), "UNUSABLE: " + Failures.message(e));
    }
  }

  /** The store says which version is primary, where there is one; else the greatest is. */
  private static boolean isPrimary(Workspace workspace, List<KekRef> labels, KekRef ref) {
    Optional<KekRef> stored =
        workspace.storeIfAny().flatMap(s -> s.keks().primary(ref.name())).map(KekRecord::ref);
    return stored
        .map(ref::equals)
        .orElseGet(
            () ->
                labels.stream()
                    .noneMatch(o -> o.name().equals(ref.name()) && o.version() > ref.version()));
  }
}
