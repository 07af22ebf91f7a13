package dev.kekkai.client;

import dev.kekkai.formats.httpsig.SigningKey;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the text of each setting is read. The messages of its exceptions say what is right. */
final class ClientValues {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern KEY_ID =
      Pattern.compile("[ -~]{1," + SigningKey.MAX_KEY_ID_CHARS + "}");
  private static final String PASSWORD = "file:";

  private final Path folder;

  /** Relative paths start from the folder. */
  ClientValues(Path folder) {
    this.folder = folder;
  }

  Path path(String text) {
    try {
      return folder.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must be a path", e);
    }
  }

  Path existingFile(String text) {
    Path path = path(text);
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          "must be the path of a file, and there is none at " + path);
    }
    return path;
  }

  List<Path> existingFiles(String text) {
    List<Path> files = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      files.add(existingFile(part.strip()));
    }
    return List.copyOf(files);
  }

  /** Never repeats the text: it may be the password itself. */
  Path passwordFile(String text) {
    if (!text.startsWith(PASSWORD)) {
      throw new IllegalArgumentException("must be file:PATH, not the password itself");
    }
    return existingFile(text.substring(PASSWORD.length()));
  }

  static String keyId(String text) {
    if (!KEY_ID.matcher(text).matches()) {
      throw new IllegalArgumentException("must be 1 to 128 printable ASCII characters");
    }
    return text;
  }

  static long number(String text, long min, long max) {
    if (NUMBER.matcher(text).matches()) {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        String.format(Locale.ROOT, "must be a whole number from %d to %d", min, max));
  }

  static Duration duration(String text, Duration min, Duration max) {
    Matcher matcher = DURATION.matcher(text);
    if (matcher.matches()) {
      Duration value = Duration.of(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
      if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "must be a duration from %s to %s, such as 500ms, 30s, 15m, 1h or 7d",
            written(min),
            written(max)));
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

  private static String written(Duration duration) {
    if (duration.toMillis() < 1000) {
      return duration.toMillis() + "ms";
    }
    if (duration.toMinutes() < 1) {
      return duration.toSeconds() + "s";
    }
    if (duration.toHours() < 1) {
      return duration.toMinutes() + "m";
    }
    return duration.toDays() < 1 ? duration.toHours() + "h" : duration.toDays() + "d";
  }
}
