package dev.kekkai.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;

/** Files and folders that only their owner may open, made with that mode from the start. */
public final class PrivateFiles {
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
      Files.createDirectories(folder, mode(folder, "rwx------"));
    }
  }

  /**
   * Writes a new file with mode 0600.
   *
   * @param file must not exist
   * @param text its content
   * @throws IOException when it exists or can't be written
   */
  public static void write(Path file, CharSequence text) throws IOException {
    Files.createFile(file, mode(file, "rw-------"));
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(encoded.array(), 0, encoded.limit());
    } finally {
      Arrays.fill(encoded.array(), (byte) 0);
    }
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

  private static FileAttribute<?>[] mode(Path path, String permissions) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
