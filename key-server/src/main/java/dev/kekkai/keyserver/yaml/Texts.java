package dev.kekkai.keyserver.yaml;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parsers for the texts that documents have. */
public final class Texts {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private Texts() {}

  /**
   * Text of one shape.
   *
   * @param shape the shape
   * @param expected what would be right, for the message
   * @return a parser that hands the text on
   */
  public static TextParser<String> shaped(Pattern shape, String expected) {
    return text -> {
      if (!shape.matcher(text).matches()) {
        throw new IllegalArgumentException(expected);
      }
      return text;
    };
  }

  /**
   * One of some words.
   *
   * @param words what each of them means, in the order in which a message lists them
   * @param <T> the meaning
   * @return a parser
   */
  public static <T> TextParser<T> word(Map<String, T> words) {
    return text -> {
      T meaning = words.get(text);
      if (meaning == null) {
        throw new IllegalArgumentException("must be one of " + String.join(", ", words.keySet()));
      }
      return meaning;
    };
  }

  /**
   * A length of time such as {@code 500ms}, {@code 30s}, {@code 15m}, {@code 1h}, {@code 7d}.
   *
   * @param min shortest
   * @param max longest
   * @param range the two in words, for the message
   * @return a parser
   */
  public static TextParser<Duration> duration(Duration min, Duration max, String range) {
    return text -> {
      Matcher matcher = DURATION.matcher(text);
      if (matcher.matches()) {
        Duration value = Duration.of(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
        if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
          return value;
        }
      }
      throw new IllegalArgumentException(
          "must be a duration from " + range + ", such as 30s, 15m, 1h or 7d");
    };
  }

  /**
   * A moment with its offset from UTC (ISO 8601).
   *
   * @return a parser
   */
  public static TextParser<Instant> moment() {
    return text -> {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "must be a date and time with offset, such as 2027-01-31T00:00:00Z", e);
      }
    };
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
