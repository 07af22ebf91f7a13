package dev.kekkai.keyserver.syslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A message (RFC 5424 section 6), of facility 13, "log audit".
 *
 * @param severity how urgent
 * @param time when it happened
 * @param server this server's name
 * @param id what kind of message, for instance {@code seal}; at most 32 printable ASCII characters
 * @param text what is said, without line breaks
 */
public record SyslogMessage(
    Severity severity, Instant time, String server, String id, String text) {

  /** How urgent, RFC 5424 section 6.2.1. */
  public enum Severity {
    /** Something must be done at once. */
    ALERT(1),
    /** Normal, and worth keeping. */
    NOTICE(5);

    private final int number;

    Severity(int number) {
      this.number = number;
    }
  }

  private static final int FACILITY = 13;
  private static final String APPLICATION = "kekkai";

  /**
   * Checks the id.
   *
   * @param severity how urgent
   * @param time when it happened
   * @param server this server's name
   * @param id what kind of message
   * @param text what is said
   * @throws IllegalArgumentException for an id that can't be
   */
  public SyslogMessage {
    if (!id.matches("[!-~]{1,32}")) {
      throw new IllegalArgumentException("A message id is 1 to 32 printable ASCII characters");
    }
  }

  /**
   * The message as it is sent; what a header can't hold is replaced.
   *
   * @return UTF-8, with the byte order mark that the RFC asks for where the text is not ASCII
   */
  public byte[] encoded() {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    boolean ascii = line.chars().allMatch(c -> c < 128);
    String message =
        String.format(
            Locale.ROOT,
            "<%d>1 %s %s %s %d %s - %s%s",
            FACILITY * 8 + severity.number,
            time.truncatedTo(ChronoUnit.MICROS),
            word(server),
            APPLICATION,
            ProcessHandle.current().pid(),
            id,
            ascii ? "" : "\ufeff",
            line);
    return message.getBytes(StandardCharsets.UTF_8);
  }

  private static String word(String name) {
    String word = name.replaceAll("[^!-~]", "?");
    return word.isEmpty() ? "-" : word.substring(0, Math.min(255, word.length()));
  }
}
