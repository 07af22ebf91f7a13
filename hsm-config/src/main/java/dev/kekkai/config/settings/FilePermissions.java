package dev.kekkai.config.settings;

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

/** Finds files that are open to more than they should be, and the command that mends them. */
public final class FilePermissions {

  static final Set<PosixFilePermission> OTHERS_WRITE =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private FilePermissions() {}

  /**
   * Whether a file's group, or everybody, can change it.
   *
   * @param path the file; of a link, what it leads to
   * @return goes on after the file's name: {@code has mode 0664, so that others can change it: run
   *     chmod 0644 /path}; empty when only its owner can, or where the file system has no POSIX
   *     permissions
   * @throws IOException when they can't be read
   */
  static Optional<String> writableByOthers(Path path) throws IOException {
    return problem(path, OTHERS_WRITE, "so that others can change it");
  }

  /**
   * What is wrong with a file's permissions.
   *
   * @param path the file; of a link, what it leads to
   * @param forbidden permissions it must not have
   * @param why said after the mode
   * @return goes on after the file's name, and ends with the {@code chmod} command; empty when it
   *     has none of them, or where the file system has no POSIX permissions
   * @throws IOException when they can't be read
   */
  public static Optional<String> problem(Path path, Set<PosixFilePermission> forbidden, String why)
      throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return Optional.empty();
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    EnumSet<PosixFilePermission> right = EnumSet.noneOf(PosixFilePermission.class);
    right.addAll(permissions);
    return right.removeAll(forbidden)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "has mode %s, %s: run  chmod %s %s",
                octal(permissions),
                why,
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
