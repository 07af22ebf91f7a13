package dev.kekkai.cli;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.UnfitKeyException;
import java.util.List;
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
      List<KekRecord> stored =
          workspace.storeIfAny().map(store -> store.keks().list()).orElse(List.of());
      for (KekRef ref : labels) {
        add(table, provider, ref, isPrimary(stored, provider, ref), inStore(stored, ref));
      }
      stored.stream()
          .filter(row -> row.state() == KekState.DESTROYED && !labels.contains(row.ref()))
          .forEach(
              row -> table.addUnusable(row.ref().label(), "destroyed, " + row.dates().destroyed()));
      table.print(spec.commandLine().getOut());
      return ExitCode.OK;
    }
  }

  private static void add(
      KekTable table, KekkaiProvider provider, KekRef ref, boolean primary, String inStore) {
    try {
      TokenKey key = provider.tokenKeys().find(ref);
      table.add(key, primary, (key.hsmOnly() ? "fit, hsm-only" : "fit") + inStore);
    } catch (UnfitKeyException e) {
      table.addUnusable(
          ref.label(),
          "UNFIT: "
              + e.violations().stream().map(Object::toString).collect(Collectors.joining("; ")));
    } catch (TokenException e) {
      table.addUnusable(ref.label(), "UNUSABLE: " + Failures.message(e));
    }
  }

  /** What the store says beyond primary and retired. */
  private static String inStore(List<KekRecord> stored, KekRef ref) {
    return stored.stream()
        .filter(row -> row.ref().equals(ref))
        .findFirst()
        .map(
            row ->
                switch (row.state()) {
                  case PRIMARY, RETIRED -> "";
                  case PREPARED -> ", prepared: 'kek rotate' goes on with it";
                  case DISABLED ->
                      ", disabled, may be destroyed from " + row.dates().destroyableFrom() + " on";
                  case DESTROYED -> ", destroyed in the store: 'kek destroy' finishes it";
                })
        .orElse("");
  }

  /** The store says which version is primary, where there is one; else the provider does. */
  private static boolean isPrimary(List<KekRecord> stored, KekkaiProvider provider, KekRef ref) {
    return stored.stream()
        .filter(row -> row.ref().name().equals(ref.name()) && row.state() == KekState.PRIMARY)
        .findFirst()
        .map(row -> row.ref().equals(ref))
        .orElseGet(() -> isPrimary(provider, ref));
  }

  private static boolean isPrimary(KekkaiProvider provider, KekRef ref) {
    try {
      return provider.tokenKeys().primary(ref.name()).ref().equals(ref);
    } catch (TokenException e) { // the version that it is about says why
      return false;
    }
  }
}
