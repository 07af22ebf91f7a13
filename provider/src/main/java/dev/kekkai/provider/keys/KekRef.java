package dev.kekkai.provider.keys;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which version of which KEK: what is stored beside a wrapped DEK.
 *
 * @param name the KEK's name, 1 to 48 of letters, digits, {@code _} and {@code -}
 * @param version 1 to 999999999
 */
public record KekRef(String name, int version) {
  /** As many digits as {@link #LABEL} takes. */
  static final int LAST_VERSION = 999_999_999;

  private static final Pattern LABEL =
      Pattern.compile("([A-Za-z0-9_-]{1,48})\\.v([1-9][0-9]{0,8})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,48}");

  /**
   * Checks name and version.
   *
   * @param name the KEK's name
   * @param version 1 to 999999999
   */
  public KekRef {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "A KEK name has 1 to 48 of letters, digits, _ and -, not '%s'", name));
    }
    if (version < 1 || version > LAST_VERSION) {
      throw new IllegalArgumentException("A KEK version is 1 to 999999999, not " + version);
    }
  }

  /**
   * Whether a text is the label of a KEK version, such as {@code payments.v3}.
   *
   * @param text a label or alias
   * @return whether {@link #parse(String)} takes it
   */
  public static boolean isLabel(String text) {
    return LABEL.matcher(text).matches();
  }

  /**
   * Whether a text can be the name of a KEK.
   *
   * @param text a name or alias
   * @return whether it has 1 to 48 of letters, digits, {@code _} and {@code -}
   */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Reads a label.
   *
   * @param label such as {@code payments.v3}
   * @return name and version
   * @throws IllegalArgumentException if it is none
   */
  public static KekRef parse(String label) {
    Matcher m = LABEL.matcher(label);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A KEK version is written NAME.vN, such as payments.v1, not '%s'",
              label));
    }
    return new KekRef(m.group(1), Integer.parseInt(m.group(2)));
  }

  /**
   * CKA_LABEL of this version.
   *
   * @return such as {@code payments.v3}
   */
  public String label() {
    return name + ".v" + version;
  }

  /**
   * The version after this one.
   *
   * @return same name, version plus one
   * @throws IllegalStateException when this is the last one that a label can name
   */
  public KekRef next() {
    if (version == LAST_VERSION) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "%s is the last version there can be; start a new name", this));
    }
    return new KekRef(name, version + 1);
  }

  @Override
  public String toString() {
    return label();
  }
}
