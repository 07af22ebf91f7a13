package dev.kekkai.config.profile;

import dev.kekkai.config.settings.FileTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the file of somebody's own profile. A profile decides how keys are handled, so a file that
 * others can change or exchange is refused.
 */
final class OwnProfileText {

  /** Many times what a profile with all its remarks takes. */
  private static final int LONGEST = 1 << 20;

  private OwnProfileText() {}

  /**
   * The text of a file.
   *
   * @throws IllegalArgumentException when it can't be read or may not be used; says why
   */
  static String read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new IllegalArgumentException(
            "The profile " + file + " is a folder: give the path of a file");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // a pipe would keep its reader waiting for ever
        throw new IllegalArgumentException(
            "The profile " + file + " is no regular file: give the path of one");
      }
      if (Files.size(file) > LONGEST) {
        throw new IllegalArgumentException(
            "The profile " + file + " has more than " + LONGEST + " bytes");
      }
      Optional<String> untrusted = FileTrust.problem(file);
      if (untrusted.isPresent()) {
        throw new IllegalArgumentException(
            "The profile " + file + " decides how keys are handled, but " + untrusted.get());
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("There is no profile " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The profile " + file + " can't be read as UTF-8 text: " + e.getMessage(), e);
    }
  }
}
