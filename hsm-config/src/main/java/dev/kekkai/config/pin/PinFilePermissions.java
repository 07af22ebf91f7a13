package dev.kekkai.config.pin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Refuses a PIN file that others can read, or that its group can change. */
final class PinFilePermissions {

  private static final Set<PosixFilePermission> FORBIDDEN =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private PinFilePermissions() {}

  static void check(Path path) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    EnumSet<PosixFilePermission> right = EnumSet.noneOf(PosixFilePermission.class);
    right.addAll(permissions);
    if (right.removeAll(FORBIDDEN)) {
      throw new PinUnavailableException(
          String.format(
              Locale.ROOT,
              "PIN file %s has mode %s, open to more than its owner needs: run  chmod %s %s",
              path,
              octal(permissions),
              octal(right),
              path));
    }
  }

  private static String octal(Set<PosixFilePermission> permissions) {
    int mode = 0;
    for (char letter : PosixFilePermissions.toString(permissions).toCharArray()) {
      mode = (mode << 1) | (letter == '-' ? 0 : 1);
    }
    return String.format(Locale.ROOT, "%04o", mode);
  }
}
