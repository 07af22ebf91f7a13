package dev.kekkai.config.settings;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parsers for numbers, durations and words. */
public final class Parsers {
  private static final int SHORTEST_URL = 8;
  private static final Pattern PASSWORD =
      Pattern.compile("(?i).*(password|passwd|pwd)\\s*=.*|.*//[^/?;]*:[^/?;@]*@.*");

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private Parsers() {}

  /**
   * A whole number.
   *
   * @param min smallest
   * @param max greatest
   * @return a parser that takes decimal digits
   */
  public static Parser<Long> number(long min, long max) {
    return text -> {
      if (NUMBER.matcher(text).matches()) {
        long value = Long.parseLong(text);
        if (value >= min && value <= max) {
          return value;
        }
      }
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "must be a whole number from %d to %d", min, max));
    };
  }

  /**
   * A whole number that fits an int.
   *
   * @param min smallest
   * @param max greatest
   * @return a parser that takes decimal digits
   */
  public static Parser<Integer> integer(int min, int max) {
    Parser<Long> number = number(min, max);
    return text -> Math.toIntExact(number.parse(text));
  }

  /**
   * A length of time such as {@code 500ms}, {@code 30s}, {@code 15m}, {@code 1h}, {@code 7d}.
   *
   * @param min shortest
   * @param max longest
   * @param range the two in words, for the message
   * @return a parser
   */
  public static Parser<Duration> duration(Duration min, Duration max, String range) {
    return text -> {
      Matcher matcher = DURATION.matcher(text);
      if (matcher.matches()) {
        Duration value = Duration.of(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
        if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
          return value;
        }
      }
      throw new IllegalArgumentException(
          "must be a duration from " + range + ", such as 500ms, 30s, 15m or 1h");
    };
  }

  /**
   * Text of one shape.
   *
   * @param shape the shape
   * @param expected what would be right, for the message
   * @return a parser
   */
  public static Parser<String> shaped(Pattern shape, String expected) {
    return text -> {
      if (!shape.matcher(text).matches()) {
        throw new IllegalArgumentException(expected);
      }
      return text;
    };
  }

  /**
   * A JDBC URL. One with a password is refused: settings are read by more people than secrets are.
   *
   * @param text the URL
   * @return the same
   * @throws IllegalArgumentException when it is none, or holds a password
   */
  public static String jdbcUrl(String text) {
    if (!text.toLowerCase(Locale.ROOT).startsWith("jdbc:") || text.length() < SHORTEST_URL) {
      throw new IllegalArgumentException("must be a JDBC URL, such as jdbc:postgresql://HOST/DB");
    }
    if (PASSWORD.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must not hold a password: give it in the way of the driver (PostgreSQL: PGPASSFILE)");
    }
    return text;
  }

  private static ChronoUnit unit(String text) {
    return switch (text) {
      case "ms" -> ChronoUnit.MILLIS;
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      default -> ChronoUnit.DAYS;
    };
  }
}
