package dev.kekkai.cryptoki.login;

import dev.kekkai.cryptoki.state.StateNames;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * One refused login.
 *
 * @param mark which PIN
 * @param at when
 * @param returnValue what C_Login answered, a CKR_ number
 */
public record Refusal(PinMark mark, Instant at, long returnValue) {
  private static final int FIELDS = 4;

  /** As a line of the refusal file: time, CKR, place and stamp, parted by blanks. */
  String line() {
    return String.format(
        Locale.ROOT, "%s %X %s %s", at, returnValue, escape(mark.place()), escape(mark.stamp()));
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Refusal parse(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("not four fields");
    }
    try {
      return new Refusal(
          new PinMark(unescape(fields[2]), unescape(fields[3])),
          Instant.parse(fields[0]),
          Long.parseUnsignedLong(fields[1], 16));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("no time", e);
    }
  }

  private static String escape(String text) {
    return StateNames.escape(text);
  }

  private static String unescape(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
