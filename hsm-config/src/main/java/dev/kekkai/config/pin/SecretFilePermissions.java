package dev.kekkai.config.pin;

import dev.kekkai.config.settings.FilePermissions;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
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
    return FilePermissions.problem(path, FORBIDDEN, "open to more than its owner needs");
  }
}
