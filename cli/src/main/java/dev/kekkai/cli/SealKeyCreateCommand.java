package dev.kekkai.cli;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai seal-key create}: makes a key that signs. */
@Command(
    name = "create",
    description = "Makes an EC key on the token that signs and does nothing else.")
final class SealKeyCreateCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "Its name, such as audit-seal.")
  private String name = "";

  @Option(
      names = "--bits",
      paramLabel = "N",
      defaultValue = "256",
      description = "256 (default) or 384.")
  private int bits = 256;

  SealKeyCreateCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException {
    KekSpec wanted = wanted();
    try (Workspace workspace = new Workspace(globals)) {
      spec.commandLine()
          .getOut()
          .println("Made " + KekTable.describe(workspace.provider().maker().create(wanted)));
      return ExitCode.OK;
    }
  }

  private KekSpec wanted() throws CliException {
    try {
      return KekSpec.seal(name, bits);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, Failures.message(e), e);
    }
  }
}
