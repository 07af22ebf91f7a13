package dev.kekkai.cli;

import dev.kekkai.config.pin.Pin;
import dev.kekkai.formats.FieldToken;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a value from standard input, or from the terminal without echo. */
final class ValueInput {
  /** Base64url of the longest field token, and a line break. */
  private static final int MAX_BYTES = FieldToken.MAX_PLAINTEXT_BYTES / 3 * 4 + 1024;

  private final Surroundings surroundings;

  ValueInput(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  byte[] read(String what, boolean exact) throws CliException, IOException {
    Console terminal = surroundings.terminal();
    return terminal != null ? typed(terminal, what) : piped(surroundings.in(), exact);
  }

  private static byte[] typed(Console terminal, String what) throws CliException {
    char[] typed = terminal.readPassword("%s (not shown): ", what);
    if (typed == null) {
      throw new CliException(ExitCode.USAGE, "Nothing was typed");
    }
    try (Pin secret = Pin.takeOver(typed)) {
      return secret.utf8();
    }
  }

  private static byte[] piped(InputStream in, boolean exact) throws CliException, IOException {
    byte[] all = in.readNBytes(MAX_BYTES + 1);
    if (all.length > MAX_BYTES) {
      throw new CliException(ExitCode.USAGE, "Standard input is too long for a field");
    }
    int length = exact ? all.length : withoutLineBreak(all);
    byte[] value = Arrays.copyOf(all, length);
    Arrays.fill(all, (byte) 0);
    return value;
  }

  private static int withoutLineBreak(byte[] value) {
    int length = value.length;
    if (length > 0 && value[length - 1] == '\n') {
      length--;
      if (length > 0 && value[length - 1] == '\r') {
        length--;
      }
    }
    return length;
  }
}
