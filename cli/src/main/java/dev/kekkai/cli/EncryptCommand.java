package dev.kekkai.cli;

import dev.kekkai.cli.cms.CmsEncryption;
import dev.kekkai.cli.cms.CmsRecipient;
import dev.kekkai.cli.file.FileEncryption;
import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldToken;
import dev.kekkai.formats.stream.StreamHeader;
import dev.kekkai.provider.keys.TokenKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private static final String DEFAULT_OAEP = "sha-256";

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

  @Option(
      names = "--cms",
      description =
          "For a file: a CMS AuthEnvelopedData, which openssl cms -decrypt opens, of at most 64 GiB,"
              + " instead of a stream. Needs an RSA KEK, or certificates.")
  private boolean cms;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description =
          "With --cms: for whoever has this X.509 certificate of an RSA key; may be given again. No"
              + " token is needed then, unless --kek is given too.")
  private List<Path> certificates = new ArrayList<>();

  @Option(
      names = "--oaep",
      paramLabel = "HASH",
      description =
          "With --cert: sha-1, sha-256, sha-384 or sha-512, as the recipient takes it. Default:"
              + " sha-256.")
  private @Nullable String oaep;

  EncryptCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException, IOException {
    if (file != null) {
      refuse(dek != null ? "--dek" : exact ? "--exact" : null, "is for values, not for a file");
      Path from = globals.surroundings().folder().resolve(file);
      spec.commandLine().getOut().println(cms ? encryptCms(from) : encrypt(from));
    } else {
      refuse(cms ? "--cms" : null, "is for a file, not for a value");
      refuse(
          out != null ? "--out" : kek != null ? "--kek" : null, "is for a file, not for a value");
      refuse(segmentBytes != null ? "--segment-bytes" : null, "is for a file, not for a value");
      refuse(
          !certificates.isEmpty() ? "--cert" : oaep != null ? "--oaep" : null,
          "is for a file, not for a value");
      spec.commandLine().getOut().println(encryptValue(dek == null ? DEFAULT_DEK : dek));
    }
    return ExitCode.OK;
  }

  private void refuse(@Nullable String option, String why) {
    if (option != null) {
      throw new ParameterException(spec.commandLine(), option + " " + why);
    }
  }

  private String encryptCms(Path from) throws CliException, TokenException, IOException {
    refuse(segmentBytes != null ? "--segment-bytes" : null, "is for a stream: a CMS has none");
    refuse(context.isGiven() ? "--context" : null, "is for a stream: a CMS has no place for it");
    refuse(oaep != null && certificates.isEmpty() ? "--oaep" : null, "needs --cert");
    List<CmsRecipient> recipients = new ArrayList<>();
    for (Path file : certificates) {
      X509Certificate certificate =
          CmsOption.certificate(globals.surroundings().folder().resolve(file));
      recipients.add(CmsRecipient.of(certificate, oaep == null ? DEFAULT_OAEP : oaep));
    }
    if (kek != null || certificates.isEmpty()) {
      try (Workspace workspace = new Workspace(globals)) {
        TokenKey under = workspace.fileDeks().primary(kek(workspace));
        recipients.add(CmsRecipient.of(workspace.provider(), under));
      }
    }
    try (Progress progress = progress(from)) {
      return new CmsEncryption(recipients)
          .encrypt(from, target(CmsEncryption.target(from)), progress);
    }
  }

  private Path target(Path usual) {
    return out == null ? usual : globals.surroundings().folder().resolve(out);
  }

  private Progress progress(Path from) {
    return FileProgress.begin(spec, globals, "Encrypting", from);
  }

  private String kek(Workspace workspace) throws CliException {
    String name = kek != null ? kek : workspace.config().kek();
    if (name == null) {
      throw new CliException(
          ExitCode.USAGE,
          "No KEK is named: name one with --kek NAME, or set kek = NAME in the configuration");
    }
    return name;
  }

  private String encrypt(Path from) throws CliException, TokenException, IOException {
    EncryptionContext where = context.forFile();
    int segment = segmentBytes();
    refuse(certificates.isEmpty() && oaep == null ? null : "--cert", "and --oaep need --cms");
    Path to = target(FileEncryption.target(from));
    try (Workspace workspace = new Workspace(globals);
        Progress progress = progress(from)) {
      return new FileEncryption(workspace.fileDeks(), segment)
          .encrypt(from, to, kek(workspace), where, progress);
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
        try {
          requireRoom(value);
          keyring.ensure(dekName);
          return keyring.encrypt(dekName, value, where);
        } finally {
          Arrays.fill(value, (byte) 0);
        }
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
