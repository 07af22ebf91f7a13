package dev.kekkai.config.pin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds files with a PIN or a key that others can read, or that their group can change. */
public final class SecretFilePermissions {

  private static final Set<PosixFilePermission> FORBIDDEN =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private SecretFilePermissions() {}

  /**
   * What is wrong with a file's permissions, and the command that mends them.
   *
   * @param path the file
   * @return goes on after the file's name: {@code has mode 0644, open to more than its owner needs:
   *     run chmod 0640 /path}; empty when nothing is wrong, or where the file system has no POSIX
   *     permissions
   * @throws IOException when they can't be read
   */
  public static Optional<String> problem(Path path) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return Optional.empty();
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    EnumSet<PosixFilePermission> right = EnumSet.noneOf(PosixFilePermission.class);
    right.addAll(permissions);
    return right.removeAll(FORBIDDEN)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "has mode %s, open to more than its owner needs: run  chmod %s %s",
                octal(permissions),
                octal(right),
                path))
        : Optional.empty();
  }

  private static String octal(Set<PosixFilePermission> permissions) {
    int mode = 0;
    for (char letter : PosixFilePermissions.toString(permissions).toCharArray()) {
      mode = (mode << 1) | (letter == '-' ? 0 : 1);
    }
    return String.format(Locale.ROOT, "%04o", mode);
  }
}
