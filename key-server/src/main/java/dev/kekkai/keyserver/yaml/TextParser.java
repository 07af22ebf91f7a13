package dev.kekkai.keyserver.yaml;

/**
 * Makes a value of a text.
 *
 * @param <T> what comes out
 */
@FunctionalInterface
public interface TextParser<T> {
  /**
   * Reads the text.
   *
   * @param text as written
   * @return the value
   * @throws IllegalArgumentException when it is none; the message says what would be right, as a
   *     phrase that follows place and value
   */
  T parse(String text);
}
