package dev.kekkai.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Reads a file that holds a secret, and refuses one that others can read or its group change. */
final class OwnerOnlyFile {

  private static final Set<PosixFilePermission> FORBIDDEN =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private OwnerOnlyFile() {}

  /** The bytes, which the caller has to wipe. */
  static byte[] read(Path file, int maxBytes) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null) {
      Set<PosixFilePermission> given = view.readAttributes().permissions();
      if (given.stream().anyMatch(FORBIDDEN::contains)) {
        throw new IOException(
            file
                + " has mode "
                + PosixFilePermissions.toString(given)
                + ", open to more than its owner needs: run  chmod 600 "
                + file);
      }
    }
    byte[] buffer = new byte[maxBytes + 1];
    try (InputStream in = Files.newInputStream(file)) {
      int length = in.readNBytes(buffer, 0, buffer.length);
      if (length > maxBytes) {
        throw new IOException(file + " is longer than " + maxBytes + " bytes");
      }
      return Arrays.copyOf(buffer, length);
    } finally {
      Arrays.fill(buffer, (byte) 0);
    }
  }
}
