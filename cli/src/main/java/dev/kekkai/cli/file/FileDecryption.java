package dev.kekkai.cli.file;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cli.progress.ProgressInput;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.stream.StreamDecryptor;
import dev.kekkai.formats.stream.StreamHeader;
import dev.kekkai.provider.keys.DekHandle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Decrypts a file to another one. */
public final class FileDecryption {
  private final FileDeks deks;

  /**
   * For files under one token's KEKs.
   *
   * @param deks opens their DEKs
   */
  public FileDecryption(FileDeks deks) {
    this.deks = deks;
  }

  /**
   * Where a decrypted file goes.
   *
   * @param from the encrypted file
   * @return the same name without its suffix
   * @throws CliException when it has none
   */
  public static Path target(Path from) throws CliException {
    return FileNames.withoutSuffix(from, FileEncryption.SUFFIX);
  }

  /**
   * Makes sure that there is such a file.
   *
   * @param from the encrypted file
   * @throws CliException when there is none
   */
  public static void requireFile(Path from) throws CliException {
    FileTrouble.requireFile(from, "; a field token begins with kQ");
  }

  /**
   * Decrypts a file.
   *
   * @param from the encrypted file, which stays as it is
   * @param to the new file, which only its owner may read
   * @param context the context it was encrypted with
   * @param progress hears how much of the file is read
   * @return what was done, for a person
   * @throws CliException when the file is no good stream, or the new one exists
   * @throws TokenException when the KEK is missing or unfit, or the token in trouble
   * @throws IOException when a file can't be read or written
   */
  public String decrypt(Path from, Path to, EncryptionContext context, Progress progress)
      throws CliException, TokenException, IOException {
    return FileTrouble.naming(
        from,
        () -> {
          StreamDecryptor decryptor =
              StreamDecryptor.with(deks.provider()).withThreads(FileDeks.THREADS);
          try (InputStream in = new ProgressInput(Files.newInputStream(from), progress)) {
            StreamHeader header = StreamHeader.read(in);
            // The target first: otherwise the exit code would tell of a taken one whether the DEK
            // opens.
            try (NewFile out = NewFile.create(to, true);
                DekHandle dek = deks.open(header.wrapped())) {
              decryptor.decrypt(deks.key(dek), header, in, out.out(), context);
              out.commit();
            }
          }
          return "Decrypted " + from + " to " + to;
        });
  }
}
