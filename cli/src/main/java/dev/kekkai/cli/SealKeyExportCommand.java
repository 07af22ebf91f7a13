package dev.kekkai.cli;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.kekset.SealKeyFile;
import dev.kekkai.provider.keys.TokenKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai seal-key export}: the public half, for those who verify. */
@Command(
    name = "export",
    description = {
      "Prints the public half of a seal key as PEM: what clients pin, and what audit verify needs.",
      "Carry it there by a way that the database's administrators don't control."
    })
final class SealKeyExportCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "Its name, or NAME.vN for one version.")
  private String name = "";

  SealKeyExportCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException {
    try (Workspace workspace = new Workspace(globals)) {
      TokenKey key = workspace.provider().tokenKeys().find(name);
      if (key.kind() != KeyKind.SEAL_KEY || !(key.publicKey() instanceof ECPublicKey publicKey)) {
        throw new CliException(
            ExitCode.USAGE, name + " is no seal key: make one with 'kekkai seal-key create'");
      }
      spec.commandLine().getOut().print(SealKeyFile.format(List.of(publicKey)));
      return ExitCode.OK;
    }
  }
}
