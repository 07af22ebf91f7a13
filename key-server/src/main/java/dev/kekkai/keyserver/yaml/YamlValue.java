package dev.kekkai.keyserver.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A value of a document and the place it stands at. What is wrong with it goes to the problems; the
 * caller then gets nothing and goes on. For one thread.
 */
public final class YamlValue {
  private static final int MAX_TEXT_CHARS = 16 * 1024;

  private final JsonNode node;
  private final String place;
  private final Problems problems;

  YamlValue(JsonNode node, String place, Problems problems) {
    this.node = node;
    this.place = place;
    this.problems = problems;
  }

  /**
   * Where it stands.
   *
   * @return such as {@code clients[2].id}
   */
  public String place() {
    return place;
  }

  /**
   * Whether it is a text.
   *
   * @return false for numbers, words like {@code true}, lists and mappings
   */
  public boolean isText() {
    return node.isString();
  }

  /**
   * Reads it as text.
   *
   * @param parser what the text has to be
   * @param <T> what comes out
   * @return empty after a problem
   */
  public <T> Optional<T> text(TextParser<T> parser) {
    if (!node.isString()) {
      return refused(shown(), "must be text; put it into quotation marks");
    }
    String text = node.stringValue();
    if (text.length() > MAX_TEXT_CHARS) {
      return refused(
          null, "must have at most " + MAX_TEXT_CHARS + " characters, not " + text.length());
    }
    try {
      return Optional.of(parser.parse(text));
    } catch (IllegalArgumentException e) {
      return refused(text, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads it as a whole number.
   *
   * @param min smallest
   * @param max greatest
   * @return empty after a problem
   */
  public Optional<Long> number(long min, long max) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      long value = node.longValue();
      if (value >= min && value <= max) {
        return Optional.of(value);
      }
    }
    return refused(
        shown(), String.format(Locale.ROOT, "must be a whole number from %d to %d", min, max));
  }

  /**
   * Reads it as {@code true} or {@code false}.
   *
   * @return empty after a problem
   */
  public Optional<Boolean> flag() {
    return node.isBoolean()
        ? Optional.of(node.booleanValue())
        : refused(shown(), "must be true or false");
  }

  /**
   * Reads it as a list.
   *
   * @param min fewest elements
   * @param max most elements
   * @return the elements; none after a problem
   */
  public List<YamlValue> list(int min, int max) {
    if (!node.isArray()) {
      refused(shown(), "must be a list");
      return List.of();
    }
    if (node.size() < min || node.size() > max) {
      refused(
          null,
          String.format(
              Locale.ROOT, "must have %d to %d elements, it has %d", min, max, node.size()));
      return List.of();
    }
    List<YamlValue> elements = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      elements.add(new YamlValue(node.get(i), place + "[" + i + "]", problems));
    }
    return elements;
  }

  /**
   * Reads it as a mapping.
   *
   * @return empty after a problem
   */
  public Optional<YamlMap> map() {
    return node.isObject()
        ? Optional.of(new YamlMap(node, place, problems))
        : refused(shown(), "must be a mapping of keys to values");
  }

  /**
   * Says that something is wrong with it.
   *
   * @param expected what would be right, as a phrase that follows place and value
   */
  public void problem(String expected) {
    refused(shown(), expected);
  }

  private <T> Optional<T> refused(@Nullable String value, String expected) {
    problems.add(place, value, expected);
    return Optional.empty();
  }

  private @Nullable String shown() {
    return node.isContainer() ? null : node.asString("");
  }
}
