package dev.kekkai.cli;

import dev.kekkai.cli.cms.CmsDecryption;
import dev.kekkai.cli.cms.CmsFile;
import dev.kekkai.cli.file.FileDecryption;
import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldDecryptionException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai decrypt}: a field token to its value, or a stream to its file. */
@Command(
    name = "decrypt",
    description = {
      "Decrypts a field token and prints the value, to the last byte and nothing else; or decrypts"
          + " a file.",
      "The token is an argument or comes from standard input; it is not secret. An argument of"
          + " base64url that begins with kQ is a token, any other is the name of a file (./kQ... for"
          + " a file of such a name).",
      "A decrypted file gets its name only when it is whole, and only its owner may read it; nothing"
          + " is overwritten."
    })
final class DecryptCommand implements Callable<Integer> {
  private static final Pattern TOKEN = Pattern.compile("kQ[A-Za-z0-9_-]*");

  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private FileContextOption context = new FileContextOption();

  @Parameters(arity = "0..1", paramLabel = "TOKEN|FILE", description = "The field token or file.")
  private @Nullable String argument;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "For a file: the new one. Default: the same name without .kekkai.")
  private @Nullable Path out;

  @Option(
      names = "--cms",
      description =
          "For a file: it is a CMS. A file that begins as a CMS in DER or BER is taken for one"
              + " anyhow.")
  private boolean cms;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description =
          "For a CMS: an X.509 certificate of the KEK, where the CMS names its recipient after"
              + " that.")
  private @Nullable Path certificate;

  DecryptCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException, FieldDecryptionException, IOException {
    if (argument != null && !TOKEN.matcher(argument).matches()) {
      spec.commandLine().getOut().println(decryptFile(Path.of(argument)));
    } else if (out != null) {
      throw new ParameterException(spec.commandLine(), "--out is for a file, not for a value");
    } else if (cms || certificate != null) {
      throw new ParameterException(
          spec.commandLine(), "--cms and --cert are for a file, not for a value");
    } else {
      decryptValue();
    }
    return ExitCode.OK;
  }

  private String decryptFile(Path named) throws CliException, TokenException, IOException {
    EncryptionContext where = context.forFile();
    Path from = globals.surroundings().folder().resolve(named);
    FileDecryption.requireFile(from);
    if (cms || CmsFile.isCms(from)) {
      return decryptCms(from);
    }
    if (certificate != null) {
      throw new ParameterException(
          spec.commandLine(), "--cert is for a CMS: " + named + " is none");
    }
    Path to = target(FileDecryption::target, from);
    try (Workspace workspace = new Workspace(globals);
        Progress progress = FileProgress.begin(spec, globals, "Decrypting", from)) {
      return new FileDecryption(workspace.fileDeks()).decrypt(from, to, where, progress);
    }
  }

  private String decryptCms(Path from) throws CliException, TokenException, IOException {
    if (context.isGiven()) {
      throw new ParameterException(
          spec.commandLine(), "--context is for a stream: a CMS has no place for it");
    }
    X509Certificate of =
        certificate == null
            ? null
            : CmsOption.certificate(globals.surroundings().folder().resolve(certificate));
    Path to = target(CmsDecryption::target, from);
    try (Workspace workspace = new Workspace(globals);
        Progress progress = FileProgress.begin(spec, globals, "Decrypting", from)) {
      return new CmsDecryption(workspace.provider(), of).decrypt(from, to, progress);
    }
  }

  private interface Usual {
    Path of(Path from) throws CliException;
  }

  private Path target(Usual usual, Path from) throws CliException {
    return out == null ? usual.of(from) : globals.surroundings().folder().resolve(out);
  }

  private void decryptValue()
      throws CliException, TokenException, FieldDecryptionException, IOException {
    EncryptionContext where = context.forValue(spec);
    try (Workspace workspace = new Workspace(globals);
        Keyring keyring = workspace.keyring()) {
      OutputStream stream = globals.surroundings().out();
      byte[] value = keyring.decrypt(token(), where);
      try {
        stream.write(value);
        if (globals.surroundings().terminal() != null) {
          stream.write('\n');
        }
        stream.flush();
      } finally {
        Arrays.fill(value, (byte) 0);
      }
    }
  }

  private String token() throws CliException, IOException {
    return argument != null
        ? argument
        : new String(
            new ValueInput(globals.surroundings()).read("Field token", false),
            StandardCharsets.US_ASCII);
  }
}
