package dev.kekkai.cli;

import dev.kekkai.cli.cms.KekCertificate;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai kek export}: the public half, for those who seal. */
@Command(
    name = "export",
    description = {
      "Prints the public half of an RSA or EC KEK as PEM, for programs that seal without the token.",
      "Whoever seals has to get it by a way that nobody can change it on."
    })
final class KekExportCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME",
      description = "Its name, for the primary version, or NAME.vN for one version.")
  private String name = "";

  @Option(
      names = "--cert",
      description =
          "An X.509 certificate, which openssl cms asks for; of RSA KEKs. Its signature proves"
              + " nothing: a KEK signs nothing.")
  private boolean certificate;

  KekExportCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException, IOException, GeneralSecurityException {
    try (Workspace workspace = new Workspace(globals)) {
      TokenKey kek =
          KekRef.isLabel(name)
              ? workspace.provider().tokenKeys().find(name)
              : workspace.fileDeks().primary(name);
      spec.commandLine().getOut().print(export(kek));
      return ExitCode.OK;
    }
  }

  private String export(TokenKey kek) throws CliException, IOException, GeneralSecurityException {
    boolean rsa = kek.kind() == KeyKind.RSA_KEK;
    if (!rsa && (certificate || kek.kind() != KeyKind.EC_KEK)) {
      throw new CliException(
          ExitCode.USAGE,
          kek.ref()
              + " is no RSA KEK"
              + (certificate ? "" : " and no EC KEK: it has no public half"));
    }
    return certificate ? KekCertificate.certificate(kek) : KekCertificate.publicKey(kek);
  }
}
