package dev.kekkai.cli;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.RotationResult;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekAdoption;
import dev.kekkai.provider.keys.TokenKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai kek rotate}: a new version, and every stored DEK wrapped again under it. */
@Command(
    name = "rotate",
    description = {
      "Makes a new version of a KEK and wraps every DEK of the store again under it; data stays"
          + " as it is.",
      "A rotation that was interrupted is finished by running it again. Old versions stay on the"
          + " token, to read backups with, until 'kek disable' and 'kek destroy'."
    })
final class KekRotateCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "The KEK's name, without a version.")
  private String name = "";

  @Option(
      names = "--prove",
      paramLabel = "CONFIG",
      description =
          "A kekkai.properties of another token that serves the same store, or that a backup was"
              + " restored on: the new version becomes primary only when that token opens its canary,"
              + " too. May be given several times.")
  private List<Path> prove = List.of();

  KekRotateCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException {
    try (Workspace workspace = new Workspace(globals)) {
      KekkaiProvider provider = workspace.provider();
      TokenKey current = provider.tokenKeys().primary(name);
      if (workspace.hasStore() && KekCreateCommand.wrapsDeks(current)) {
        return rotate(provider, workspace.store());
      }
      if (!prove.isEmpty()) {
        throw new CliException(
            ExitCode.USAGE,
            "--prove is for a KEK of the DEK store: only those have a canary to open");
      }
      new KekAdoption(provider.source(), provider.tokenKeys()).prepare(current.kind(), name, false);
      TokenKey made = provider.maker().rotate(name);
      PrintWriter out = spec.commandLine().getOut();
      out.println("Made " + KekTable.describe(made));
      KekCreateCommand.vouch(provider, made, out);
      out.println(
          workspace.hasStore()
              ? "No DEK was rewrapped: the DEK store takes AES KEKs only"
              : "No DEK was rewrapped: there is no DEK store in the configuration");
      return ExitCode.OK;
    }
  }

  private int rotate(KekkaiProvider provider, StoreDatabase store) throws TokenException {
    RotationResult result;
    try (OtherTokens others = new OtherTokens(globals, prove)) {
      Rotation rotation = new Rotation(provider, store.deks(), store.keks());
      result =
          RewrapTold.telling(
              spec.commandLine().getErr(),
              globals.surroundings(),
              told -> rotation.rotate(name, others.providers(), told));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        (result.resumed() ? "Finished the interrupted rotation to " : "Rotated to ") + result.to());
    out.println("DEKs rewrapped: " + result.rewrapped());
    if (result.failed().isEmpty()) {
      return ExitCode.OK;
    }
    spec.commandLine()
        .getErr()
        .println(
            "kekkai: "
                + result.failed().size()
                + " DEKs can't be opened under their KEK and stay as they were; see above");
    return ExitCode.FAILED;
  }
}
