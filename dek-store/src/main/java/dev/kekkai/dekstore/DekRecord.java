package dev.kekkai.dekstore;

import dev.kekkai.provider.keys.WrappedDek;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A row of the DEK store. Holds no secret.
 *
 * @param id what field tokens name the DEK by
 * @param name what the application names it by, 1 to 64 of letters, digits, {@code .}, {@code _}
 *     and {@code -}
 * @param wrapped the wrapped DEK
 * @param checkToken a field token of a fixed text, made with the DEK when it was new and bound to
 *     id and name: what opens it is that DEK. It tells nothing about the key, unlike a key check
 *     value
 * @param state what it may still do
 * @param createdAt when it was made
 */
public record DekRecord(
    UUID id,
    String name,
    WrappedDek wrapped,
    String checkToken,
    DekState state,
    Instant createdAt) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /**
   * Checks the name.
   *
   * @param id what field tokens name the DEK by
   * @param name what the application names it by
   * @param wrapped the wrapped DEK
   * @param checkToken a field token made with the new DEK
   * @param state what it may still do
   * @param createdAt when it was made
   */
  public DekRecord {
    checkName(name);
  }

  /**
   * Refuses what is no name of a DEK.
   *
   * @param name the name
   * @return the same name
   * @throws IllegalArgumentException when it is none; says what is one
   */
  public static String checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A DEK name has 1 to 64 of letters, digits, '.', '_' and '-', not '%s'",
              name));
    }
    return name;
  }

  /** Whether another reading of the row still means this DEK, however it is wrapped now. */
  boolean isSameDekAs(DekRecord other) {
    return id.equals(other.id) && name.equals(other.name) && checkToken.equals(other.checkToken);
  }

  /**
   * The same DEK in another wrapping.
   *
   * @param other how it is wrapped now
   * @return a new record
   */
  public DekRecord withWrapped(WrappedDek other) {
    return new DekRecord(id, name, other, checkToken, state, createdAt);
  }
}
