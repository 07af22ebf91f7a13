package dev.kekkai.cli;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldDecryptionException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kekkai decrypt}: a field token to its value. */
@Command(
    name = "decrypt",
    description = {
      "Decrypts a field token and prints the value, to the last byte and nothing else.",
      "The token is an argument or comes from standard input; it is not secret."
    })
final class DecryptCommand implements Callable<Integer> {
  private final Globals globals;

  @Mixin private ContextOption context = new ContextOption();

  @Parameters(arity = "0..1", paramLabel = "TOKEN", description = "The field token.")
  private @Nullable String token;

  DecryptCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException, FieldDecryptionException, IOException {
    EncryptionContext where = context.context();
    try (Workspace workspace = new Workspace(globals);
        Keyring keyring = workspace.keyring()) {
      OutputStream out = globals.surroundings().out();
      byte[] value = keyring.decrypt(token(), where);
      try {
        out.write(value);
        if (globals.surroundings().terminal() != null) {
          out.write('\n');
        }
        out.flush();
      } finally {
        Arrays.fill(value, (byte) 0);
      }
      return ExitCode.OK;
    }
  }

  private String token() throws CliException, IOException {
    return token != null
        ? token
        : new String(
            new ValueInput(globals.surroundings()).read("Field token", false),
            StandardCharsets.US_ASCII);
  }
}
