package dev.kekkai.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a PIN where only its owner reads it, as Kekkai demands of a PIN file. */
public final class PinFile {
  private PinFile() {}

  /**
   * Writes a PIN file with mode 0600.
   *
   * @param file where; an existing file is replaced
   * @param pin what
   * @return the value of the {@code pin} setting that names it
   */
  public static String write(Path file, String pin) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, pin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "file:" + file;
  }
}
