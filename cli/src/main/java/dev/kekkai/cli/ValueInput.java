package dev.kekkai.cli;

import dev.kekkai.config.pin.Pin;
import dev.kekkai.formats.FieldToken;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a value from standard input, or from the terminal without echo. */
public final class ValueInput {
  /** Base64url of the longest field token, and a line break. */
  private static final int MAX_BYTES = FieldToken.MAX_PLAINTEXT_BYTES / 3 * 4 + 1024;

  /** Carriage return and line feed. */
  private static final int LINE_BREAK = 2;

  private final Surroundings surroundings;
  private final int maxBytes;

  /**
   * For the values of field tokens.
   *
   * @param surroundings where input comes from
   */
  ValueInput(Surroundings surroundings) {
    this(surroundings, MAX_BYTES);
  }

  /**
   * For values of up to some length.
   *
   * @param surroundings where input comes from
   * @param maxBytes the longest value that is taken, without a line break that is dropped
   */
  public ValueInput(Surroundings surroundings, int maxBytes) {
    this.surroundings = surroundings;
    this.maxBytes = maxBytes;
  }

  /**
   * Reads a value.
   *
   * @param what what is asked for on a terminal
   * @param exact whether a line break at the end of standard input belongs to it
   * @return the bytes, which are the caller's to wipe
   * @throws CliException when nothing was typed or it is too long
   * @throws IOException when it can't be read
   */
  public byte[] read(String what, boolean exact) throws CliException, IOException {
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

  private byte[] piped(InputStream in, boolean exact) throws CliException, IOException {
    byte[] all = in.readNBytes(maxBytes + LINE_BREAK + 1);
    try {
      int length = exact ? all.length : withoutLineBreak(all);
      if (length > maxBytes) {
        throw new CliException(
            ExitCode.USAGE, "Standard input is too long: at most " + maxBytes + " bytes are taken");
      }
      return Arrays.copyOf(all, length);
    } finally {
      Arrays.fill(all, (byte) 0);
    }
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
