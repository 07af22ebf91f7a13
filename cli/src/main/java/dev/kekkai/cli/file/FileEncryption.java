package dev.kekkai.cli.file;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cli.progress.ProgressInput;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.stream.StreamEncryptor;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Encrypts a file to another one. */
public final class FileEncryption {
  /** What the command appends to a file's name. */
  static final String SUFFIX = ".kekkai";

  private final FileDeks deks;
  private final int segmentBytes;

  /**
   * For files under one token's KEKs.
   *
   * @param deks makes their DEKs
   * @param segmentBytes plaintext of a segment, in bytes
   */
  public FileEncryption(FileDeks deks, int segmentBytes) {
    this.deks = deks;
    this.segmentBytes = segmentBytes;
  }

  /**
   * Where an encrypted file goes.
   *
   * @param from the file to encrypt
   * @return the same name with a suffix
   */
  public static Path target(Path from) {
    return from.resolveSibling(from.getFileName() + SUFFIX);
  }

  /**
   * Encrypts a file.
   *
   * @param from the file, which stays as it is
   * @param to the new file
   * @param kek the KEK's name
   * @param context where the content belongs
   * @param progress hears how much of the file is read
   * @return what was done, for a person
   * @throws CliException when there is no such file, or the new one exists
   * @throws TokenException when the KEK is missing or unfit, or the token in trouble
   * @throws IOException when a file can't be read or written
   */
  public String encrypt(
      Path from, Path to, String kek, EncryptionContext context, Progress progress)
      throws CliException, TokenException, IOException {
    FileTrouble.requireFile(from, "; a value comes from standard input, never as an argument");
    return FileTrouble.naming(
        from,
        () -> {
          TokenKey under = deks.primary(kek);
          StreamEncryptor encryptor =
              StreamEncryptor.with(deks.provider())
                  .withSegmentBytes(segmentBytes)
                  .withThreads(FileDeks.THREADS);
          try (InputStream in = new ProgressInput(Files.newInputStream(from), progress);
              NewFile out = NewFile.create(to, false)) {
            WrappedDek wrapped = deks.provider().deks().generateWrapped(under);
            try (DekHandle dek = deks.open(wrapped, under)) {
              encryptor.encrypt(deks.key(dek), FileDeks.inFile(wrapped), in, out.out(), context);
            }
            out.commit();
          }
          return "Encrypted " + from + " to " + to + " under " + under.ref();
        });
  }
}
