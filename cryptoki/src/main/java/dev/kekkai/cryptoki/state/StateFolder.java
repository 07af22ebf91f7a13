package dev.kekkai.cryptoki.state;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the things are that have to outlive the process (XDG Base Directory Specification). */
public final class StateFolder {
  private static final String NAME = "kekkai";

  private StateFolder() {}

  /**
   * The one configured, else this user's own.
   *
   * @param configured as {@code state.dir} says, or null
   * @return its path; it may not be there yet
   */
  public static Path of(@Nullable Path configured) {
    return configured != null
        ? configured
        : ofUser(System.getenv(), System.getProperty("user.home", ""));
  }

  static Path ofUser(Map<String, String> environment, String home) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    // The specification wants relative ones ignored.
    return state.startsWith("/")
        ? Path.of(state, NAME)
        : Path.of(home, ".local", "state", NAME).toAbsolutePath();
  }

  /**
   * Makes it for this user alone; one that is there is left as it is.
   *
   * @param folder its path
   * @throws IOException when it can't be made
   */
  public static void create(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      FileAttribute<?>[] mine =
          FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
              }
              : new FileAttribute<?>[0];
      Files.createDirectories(folder, mine);
    }
  }
}
