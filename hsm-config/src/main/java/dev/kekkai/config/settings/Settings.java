package dev.kekkai.config.settings;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings one by one and collects every problem. The keys asked for are the known ones. For
 * one thread.
 */
public final class Settings {

  /** As in a URI that someone put a PIN into; the message then says what is wrong without it. */
  private static final Pattern MAY_HOLD_A_PIN = Pattern.compile("(?i)pin-?value");

  /** A trailing comment, which the syntax of java.util.Properties takes for part of the value. */
  private static final Pattern COMMENT = Pattern.compile("\\s#(\\s|$)");

  private final Map<String, String> values;
  private final Set<String> known = new TreeSet<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * Starts with the values as written.
   *
   * @param values text by key
   */
  public Settings(Map<String, String> values) {
    this.values = new TreeMap<>(values);
  }

  /**
   * Reads a setting that must be there.
   *
   * @param key its key
   * @param parser how to read it; its message is what is expected
   * @param missing what to give, said when the key is absent
   * @param <T> type of the value
   * @return the reading
   */
  public <T> Reading<T> required(String key, Parser<T> parser, String missing) {
    return required(key, parser, missing, false);
  }

  /**
   * As {@link #required(String, Parser, String)} for a value that may hold a secret by mistake: no
   * problem repeats it.
   *
   * @param key its key
   * @param parser how to read it; its message must not repeat the text
   * @param missing what to give, said when the key is absent
   * @param <T> type of the value
   * @return the reading
   */
  public <T> Reading<T> requiredUnseen(String key, Parser<T> parser, String missing) {
    return required(key, parser, missing, true);
  }

  /**
   * Reads a setting that may be absent.
   *
   * @param key its key
   * @param parser how to read it
   * @param <T> type of the value
   * @return the reading, without a value when the key is absent
   */
  public <T> Reading<T> optional(String key, Parser<T> parser) {
    known.add(key);
    return parse(key, parser, false);
  }

  /**
   * As {@link #optional(String, Parser)} for a value that may hold a secret by mistake.
   *
   * @param key its key
   * @param parser how to read it; its message must not repeat the text
   * @param <T> type of the value
   * @return the reading, without a value when the key is absent
   */
  public <T> Reading<T> optionalUnseen(String key, Parser<T> parser) {
    known.add(key);
    return parse(key, parser, true);
  }

  /**
   * Reads a setting that has a default.
   *
   * @param key its key
   * @param parser how to read it
   * @param fallback the value when the key is absent
   * @param <T> type of the value
   * @return the reading
   */
  public <T> Reading<T> optional(String key, Parser<T> parser, T fallback) {
    Reading<T> reading = optional(key, parser);
    return values.containsKey(key) ? reading : new Reading<>(key, fallback);
  }

  /**
   * Adds a problem found outside.
   *
   * @param key the key to blame
   * @param value the value as written, or {@code null} when it must not be shown
   * @param expected what would be right
   */
  public void problem(String key, @Nullable String value, String expected) {
    problems.add(new Problem(key, value, expected));
  }

  /** Adds a problem for every key nobody asked for. Their values are not shown. */
  public void refuseUnknown() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        problem(key, null, "unknown key, " + Nearest.hint(key, known));
      }
    }
  }

  /**
   * Ends the reading.
   *
   * @param source what was read, for the message
   * @throws ConfigException if there is any problem
   */
  public void throwIfProblems(String source) {
    if (!problems.isEmpty()) {
      throw new ConfigException(source, problems);
    }
  }

  private <T> Reading<T> required(String key, Parser<T> parser, String missing, boolean unseen) {
    known.add(key);
    if (!values.containsKey(key)) {
      problem(key, null, "missing: " + missing);
    }
    return parse(key, parser, unseen);
  }

  private <T> Reading<T> parse(String key, Parser<T> parser, boolean unseen) {
    String written = values.get(key);
    if (written == null) {
      return new Reading<>(key, null);
    }
    String text = written.strip();
    String shown = unseen || MAY_HOLD_A_PIN.matcher(text).find() ? null : text;
    if (text.isEmpty()) {
      problem(key, null, "has no value: give one or remove the line");
    } else if (COMMENT.matcher(text).find()) {
      problem(key, shown, "a comment needs a line of its own, beginning with #");
    } else {
      try {
        return new Reading<>(key, parser.parse(text));
      } catch (IllegalArgumentException e) {
        problem(key, shown, String.valueOf(e.getMessage()));
      }
    }
    return new Reading<>(key, null);
  }
}
