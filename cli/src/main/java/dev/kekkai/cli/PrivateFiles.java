package dev.kekkai.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/** Files and folders that only their owner may open, made with that mode from the start. */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FILE =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final Set<PosixFilePermission> FOLDER =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final String HEX = "0123456789abcdef";
  private static final int PIN_LENGTH = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private PrivateFiles() {}

  /**
   * Makes a folder, and those above it, with mode 0700.
   *
   * @param folder the folder; may exist
   * @throws IOException when it can't be made
   */
  public static void folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, mode(folder, FOLDER));
    }
  }

  /**
   * Writes a new file with mode 0600.
   *
   * @param file must not exist
   * @param content its content
   * @throws IOException when it exists or can't be written
   */
  public static void write(Path file, byte[] content) throws IOException {
    Files.createFile(file, mode(file));
    Files.write(file, content);
  }

  /**
   * Writes a new text file with mode 0600.
   *
   * @param file must not exist
   * @param text its content, no secret
   * @throws IOException when it exists or can't be written
   */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A random PIN of 128 bits.
   *
   * @return 32 hexadecimal digits, for the caller to wipe
   */
  public static char[] randomPin() {
    char[] pin = new char[PIN_LENGTH];
    for (int i = 0; i < pin.length; i++) {
      pin[i] = HEX.charAt(RANDOM.nextInt(HEX.length()));
    }
    return pin;
  }

  /**
   * Mode 0600, to make a file with.
   *
   * @param file where it will be
   * @return none where files have no modes
   */
  public static FileAttribute<?>[] mode(Path file) {
    return mode(file, FILE);
  }

  /**
   * Whether files have modes, and folders can be forced to the disk.
   *
   * @param path on a file system
   * @return true on POSIX
   */
  public static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] mode(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
