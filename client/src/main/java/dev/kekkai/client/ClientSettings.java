package dev.kekkai.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings as written, read one by one with every problem collected. The keys asked for are the
 * known ones. For one thread.
 */
final class ClientSettings {

  private static final int MAX_BYTES = 256 * 1024;
  private static final int SHOWN = 120;

  /** A trailing comment, which the syntax of java.util.Properties takes for part of the value. */
  private static final Pattern COMMENT = Pattern.compile("\\s#(\\s|$)");

  /** Reads the text of one value; the message of its exception says what would be right. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text);
  }

  private final Map<String, String> values = new TreeMap<>();
  private final TreeSet<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();
  private final String source;

  private ClientSettings(String source) {
    this.source = source;
  }

  static ClientSettings read(Path file) {
    ClientSettings settings = new ClientSettings(file.toString());
    try (BufferedReader reader = new BufferedReader(new StringReader(text(file)))) {
      settings.new Collector().load(reader);
    } catch (CharacterCodingException e) {
      throw settings.unusable("must be UTF-8 text");
    } catch (IOException e) {
      throw settings.unusable(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw settings.unusable("has a malformed \\u escape");
    }
    return settings;
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("is no file: write one first");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("must not be longer than " + MAX_BYTES + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  private ClientConfigException unusable(String why) {
    return new ClientConfigException(source, List.of("the file: " + why));
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The value; null when there is none, or when it has a problem. */
  <T> @Nullable T optional(String key, Parser<T> parser) {
    return parse(key, parser, true);
  }

  /** As {@link #optional}, and no problem repeats the value. */
  <T> @Nullable T unseen(String key, Parser<T> parser) {
    return parse(key, parser, false);
  }

  <T> T optional(String key, Parser<T> parser, T otherwise) {
    T value = parse(key, parser, true);
    return value == null ? otherwise : value;
  }

  <T> @Nullable T required(String key, Parser<T> parser, String missing) {
    if (!has(key)) {
      problem(key, "missing: " + missing);
    }
    return parse(key, parser, true);
  }

  void problem(String key, String expected) {
    problems.add(key + ": " + expected);
  }

  /** Ends the reading: keys that nobody asked for are problems too. */
  void finish() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        problem(key, "unknown key; the known ones are " + String.join(", ", known));
      }
    }
    if (!problems.isEmpty()) {
      throw new ClientConfigException(source, problems);
    }
  }

  private <T> @Nullable T parse(String key, Parser<T> parser, boolean shown) {
    known.add(key);
    String written = values.get(key);
    if (written == null) {
      return null;
    }
    String text = written.strip();
    String name = shown && !text.isEmpty() ? key + " = " + printable(text) : key;
    if (text.isEmpty()) {
      problem(name, "has no value: give one or remove the line");
    } else if (COMMENT.matcher(text).find()) {
      problem(name, "a comment needs a line of its own, beginning with #");
    } else {
      try {
        return parser.parse(text);
      } catch (IllegalArgumentException e) {
        problem(name, String.valueOf(e.getMessage()));
      }
    }
    return null;
  }

  private static String printable(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "...";
  }

  /** {@link Properties#load} hands every pair to {@code put}. */
  private final class Collector extends Properties {

    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Object put(Object key, Object value) {
      if (values.put((String) key, (String) value) != null) {
        problem((String) key, "written more than once: keep one line");
      }
      return super.put(key, value);
    }
  }
}
