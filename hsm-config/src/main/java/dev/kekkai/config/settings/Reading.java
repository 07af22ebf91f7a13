package dev.kekkai.config.settings;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of reading one setting. Its value may be asked for once {@link
 * Settings#throwIfProblems} has passed.
 *
 * @param <T> the value
 * @param key the setting's key
 * @param orNull the value; {@code null} if the setting is not given or has a problem
 */
public record Reading<T>(String key, @Nullable T orNull) {

  /**
   * The value of a setting that is required or has a default.
   *
   * @return the value
   * @throws IllegalStateException if there is none, which {@code throwIfProblems} rules out
   */
  public T value() {
    if (orNull == null) {
      throw new IllegalStateException("'" + key + "' has no value");
    }
    return orNull;
  }
}
