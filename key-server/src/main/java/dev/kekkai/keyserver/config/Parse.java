package dev.kekkai.keyserver.config;

import dev.kekkai.keyserver.yaml.TextParser;
import dev.kekkai.keyserver.yaml.Texts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the texts in the configuration of a server have to be. */
final class Parse {
  /** The name of a key on the token: NAME in a label NAME.vN. */
  static final TextParser<String> KEY_NAME =
      Texts.shaped(
          Pattern.compile("[A-Za-z0-9_-]{1,48}"),
          "must be the name of a key on the token without a version, 1 to 48 of A-Z a-z 0-9 _ -");

  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,3})?");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)");

  private final Path folder;

  /** Relative paths start from a folder. */
  Parse(Path folder) {
    this.folder = folder;
  }

  /** A number of bytes, such as {@code 512KiB}; bounds in bytes, and in words for the message. */
  static TextParser<Long> size(long min, long max, String range) {
    return text -> {
      Matcher matcher = SIZE.matcher(text);
      if (matcher.matches()) {
        long value = Long.parseLong(matcher.group(1)) << shift(matcher.group(2));
        if (value >= min && value <= max) {
          return value;
        }
      }
      throw new IllegalArgumentException(
          "must be a size from " + range + ", such as 512KiB or 2MiB");
    };
  }

  private static int shift(String unit) {
    return switch (unit) {
      case "B" -> 0;
      case "KiB" -> 10;
      case "MiB" -> 20;
      default -> 30;
    };
  }

  /** A number that may have a fraction. */
  static double decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException("must be a number such as 5 or \"2.5\"");
    }
    return Double.parseDouble(text);
  }

  /**
   * A duration between two that are given as they are written, such as {@code 1s} and {@code 5m}.
   */
  static TextParser<Duration> duration(String min, String max) {
    TextParser<Duration> any =
        Texts.duration(Duration.ofMillis(1), Duration.ofDays(36_500), "1ms to 36500d");
    return Texts.duration(any.parse(min), any.parse(max), min + " to " + max);
  }

  /** A file that is there. */
  Path file(String text) {
    Path path = path(text);
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException("is no file, looked for " + path);
    }
    return path;
  }

  /** A path, whether or not there is something. */
  Path path(String text) {
    try {
      return folder.resolve(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must be a path", e);
    }
  }

  /** {@code file:PATH}, {@code syslog-udp://HOST:PORT} and so on, or {@code https://...}. */
  Destination destination(String text) {
    if (text.startsWith("file:")) {
      return new Destination.File(path(text.substring("file:".length())));
    }
    URI uri = uri(text);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "https", "http" -> new Destination.Web(uri);
      case "syslog-udp", "syslog-tcp", "syslog-tls" -> syslog(scheme, uri);
      default -> throw new IllegalArgumentException(Destination.FORMS);
    };
  }

  private static Destination syslog(String scheme, URI uri) {
    if (uri.getHost() == null || uri.getPort() < 1 || !uri.getRawPath().isEmpty()) {
      throw new IllegalArgumentException(Destination.FORMS);
    }
    return new Destination.Syslog(
        scheme.substring("syslog-".length()), uri.getHost(), uri.getPort());
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(Destination.FORMS, e);
    }
  }
}
