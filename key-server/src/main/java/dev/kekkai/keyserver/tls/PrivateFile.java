package dev.kekkai.keyserver.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Refuses a key file that others can read, or that its group can change. */
final class PrivateFile {

  private static final Set<PosixFilePermission> FORBIDDEN =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private PrivateFile() {}

  static void check(Path file) throws TlsFileException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> open;
    String mode;
    try {
      open = EnumSet.copyOf(FORBIDDEN);
      Set<PosixFilePermission> has = view.readAttributes().permissions();
      open.retainAll(has);
      mode = PosixFilePermissions.toString(has);
    } catch (IOException e) {
      throw new TlsFileException(file + " can't be read: is it there, and yours?", e);
    }
    if (!open.isEmpty()) {
      throw new TlsFileException(
          String.format(
              Locale.ROOT,
              "The key file %s has mode %s, open to more than its owner needs: run  chmod 600 %s",
              file,
              mode,
              file));
    }
  }
}
