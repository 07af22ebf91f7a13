package dev.kekkai.keyserver.tls;

import dev.kekkai.config.pin.SecretFilePermissions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Refuses a key file that others can read, or that its group can change. */
final class PrivateFile {
  private PrivateFile() {}

  static void check(Path file) throws TlsFileException {
    Optional<String> open;
    try {
      open = SecretFilePermissions.problem(file);
    } catch (IOException e) {
      throw new TlsFileException(file + " can't be read: is it there, and yours?", e);
    }
    if (open.isPresent()) {
      throw new TlsFileException(
          String.format(Locale.ROOT, "The key file %s %s", file, open.get()));
    }
  }
}
