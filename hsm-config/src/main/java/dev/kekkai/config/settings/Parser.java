package dev.kekkai.config.settings;

/**
 * Turns the text of one setting into a value.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface Parser<T> {

  /**
   * Reads one value.
   *
   * @param text the text, without blanks around it
   * @return the value
   * @throws IllegalArgumentException if it is wrong; the message says what would be right, and is
   *     shown to the operator
   */
  T parse(String text);
}
