package dev.kekkai.cli;

import dev.kekkai.cli.file.FileEncryption;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldToken;
import dev.kekkai.formats.stream.StreamHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai encrypt}: a value to a field token, or a file to a stream. */
@Command(
    name = "encrypt",
    description = {
      "Encrypts a value under a stored DEK and prints a field token, or encrypts a file.",
      "The value comes from standard input, or is asked for without echo. It is never an argument:"
          + " other users could read it there.",
      "A file gets a DEK of its own, wrapped in the new file, and needs no DEK store. It may have"
          + " any size. The new file gets its name only when it is whole; nothing is overwritten."
    })
final class EncryptCommand implements Callable<Integer> {
  private static final String DEFAULT_DEK = "default";

  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private FileContextOption context = new FileContextOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A file to encrypt, instead of a value.")
  private @Nullable Path file;

  @Option(
      names = "--dek",
      paramLabel = "NAME",
      description = "For a value: the DEK; made at its first use. Default: default.")
  private @Nullable String dek;

  @Option(
      names = "--exact",
      description =
          "For a value: takes standard input to the last byte; else a line break at its end is"
              + " dropped.")
  private boolean exact;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "For a file: the new one. Default: the same name with .kekkai.")
  private @Nullable Path out;

  @Option(
      names = "--kek",
      paramLabel = "NAME",
      description =
          "For a file: the KEK, by its name without a version. Default: that of the configuration.")
  private @Nullable String kek;

  @Option(
      names = "--segment-bytes",
      paramLabel = "N",
      description =
          "For a file: how much is sealed at once, 1024 to 1048576 bytes. Default: 15360, which"
              + " every token can decrypt.")
  private @Nullable Integer segmentBytes;

  EncryptCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException, IOException {
    if (file != null) {
      refuse(dek != null ? "--dek" : exact ? "--exact" : null, "is for values, not for a file");
      spec.commandLine().getOut().println(encrypt(globals.surroundings().folder().resolve(file)));
    } else {
      refuse(
          out != null ? "--out" : kek != null ? "--kek" : null, "is for a file, not for a value");
      refuse(segmentBytes != null ? "--segment-bytes" : null, "is for a file, not for a value");
      spec.commandLine().getOut().println(encryptValue(dek == null ? DEFAULT_DEK : dek));
    }
    return ExitCode.OK;
  }

  private void refuse(@Nullable String option, String why) {
    if (option != null) {
      throw new ParameterException(spec.commandLine(), option + " " + why);
    }
  }

  private String encrypt(Path from) throws CliException, TokenException, IOException {
    EncryptionContext where = context.forFile();
    int segment = segmentBytes();
    Path to =
        out == null ? FileEncryption.target(from) : globals.surroundings().folder().resolve(out);
    try (Workspace workspace = new Workspace(globals)) {
      String under = kek != null ? kek : workspace.config().kek();
      if (under == null) {
        throw new CliException(
            ExitCode.USAGE,
            "No KEK is named: name one with --kek NAME, or set kek = NAME in the configuration");
      }
      return new FileEncryption(workspace.fileDeks(), segment).encrypt(from, to, under, where);
    }
  }

  private int segmentBytes() {
    int bytes = segmentBytes == null ? StreamHeader.PORTABLE_SEGMENT_BYTES : segmentBytes;
    if (bytes < StreamHeader.MIN_SEGMENT_BYTES || bytes > StreamHeader.MAX_SEGMENT_BYTES) {
      throw new ParameterException(
          spec.commandLine(),
          "--segment-bytes is "
              + StreamHeader.MIN_SEGMENT_BYTES
              + " to "
              + StreamHeader.MAX_SEGMENT_BYTES
              + ", not "
              + bytes);
    }
    return bytes;
  }

  private String encryptValue(String dekName) throws CliException, TokenException, IOException {
    EncryptionContext where = context.forValue(spec);
    checkName(dekName);
    try (Workspace workspace = new Workspace(globals)) {
      requireKek(workspace);
      try (Keyring keyring = workspace.keyring()) {
        byte[] value = new ValueInput(globals.surroundings()).read("Value", exact);
        requireRoom(value);
        keyring.ensure(dekName);
        String token = keyring.encrypt(dekName, value, where);
        Arrays.fill(value, (byte) 0);
        return token;
      }
    }
  }

  private static void checkName(String name) throws CliException {
    try {
      DekRecord.checkName(name);
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
