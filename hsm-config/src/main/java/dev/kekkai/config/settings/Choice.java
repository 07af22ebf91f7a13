package dev.kekkai.config.settings;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A parser for one of a few words.
 *
 * @param <T> what the words stand for
 */
public final class Choice<T> implements Parser<T> {

  private final Map<String, T> words;

  private Choice(Map<String, T> words) {
    this.words = words;
  }

  /**
   * Starts a choice.
   *
   * @param word the first word
   * @param value what it stands for
   * @param <T> type of the value
   * @return a choice of one word
   */
  public static <T> Choice<T> of(String word, T value) {
    return new Choice<T>(Map.of()).or(word, value);
  }

  /**
   * Adds a word.
   *
   * @param word the word
   * @param value what it stands for
   * @return a choice of one word more; this one is unchanged
   */
  public Choice<T> or(String word, T value) {
    Map<String, T> more = new LinkedHashMap<>(words);
    more.put(word, value);
    return new Choice<>(more);
  }

  @Override
  public T parse(String text) {
    T value = words.get(text);
    if (value == null) {
      throw new IllegalArgumentException("must be " + String.join(" or ", words.keySet()));
    }
    return value;
  }
}
