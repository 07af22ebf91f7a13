package dev.kekkai.config.pin;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Reads the text of a {@code pin} setting. No message here repeats the text. */
final class PinSourceText {

  private static final String FILE = "file:";
  private static final String ENV = "env:";
  private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private PinSourceText() {}

  static PinSource parse(String text, Path baseDir) {
    if (text.equals("prompt")) {
      return new PinSource.Prompt();
    }
    if (text.startsWith(FILE)) {
      return file(text.substring(FILE.length()).strip(), baseDir);
    }
    if (text.startsWith(ENV)) {
      return env(text.substring(ENV.length()).strip());
    }
    throw new IllegalArgumentException("must be " + PinSource.FORMS);
  }

  private static PinSource file(String path, Path baseDir) {
    try {
      if (!path.isEmpty()) {
        return new PinSource.File(baseDir.resolve(path).toAbsolutePath().normalize());
      }
    } catch (InvalidPathException e) {
      // Its message repeats the text; the one below does not.
    }
    throw new IllegalArgumentException("file: must be followed by the path of a file");
  }

  private static PinSource env(String name) {
    if (!ENV_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "env: must be followed by the name of a variable (letters, digits, '_')");
    }
    return new PinSource.Env(name);
  }
}
