package dev.kekkai.cli;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kekkai encrypt}: a value to a field token. */
@Command(
    name = "encrypt",
    description = {
      "Encrypts a value under a stored DEK and prints a field token.",
      "The value comes from standard input, or is asked for without echo. It is never an argument:"
          + " other users could read it there."
    })
final class EncryptCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ContextOption context = new ContextOption();

  @Option(
      names = "--dek",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "The DEK; made at its first use. Default: default.")
  private String dek = "default";

  @Option(
      names = "--exact",
      description =
          "Takes standard input to the last byte; else a line break at its end is dropped.")
  private boolean exact;

  EncryptCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException, IOException {
    EncryptionContext where = context.context();
    checkName();
    try (Workspace workspace = new Workspace(globals)) {
      requireKek(workspace);
      try (Keyring keyring = workspace.keyring()) {
        byte[] value = new ValueInput(globals.surroundings()).read("Value", exact);
        requireRoom(value);
        keyring.ensure(dek);
        spec.commandLine().getOut().println(keyring.encrypt(dek, value, where));
        Arrays.fill(value, (byte) 0);
      }
      return ExitCode.OK;
    }
  }

  private void checkName() throws CliException {
    try {
      DekRecord.checkName(dek);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, Failures.message(e), e);
    }
  }

  private static void requireRoom(byte[] value) throws CliException {
    if (value.length > FieldToken.MAX_PLAINTEXT_BYTES) {
      throw new CliException(
          ExitCode.USAGE,
          "A field has at most " + FieldToken.MAX_PLAINTEXT_BYTES + " bytes, not " + value.length);
    }
  }

  private static void requireKek(Workspace workspace) throws CliException {
    if (workspace.config().kek() == null) {
      throw new CliException(
          ExitCode.USAGE, "No KEK is named for new DEKs: set kek = NAME in the configuration");
    }
  }
}
