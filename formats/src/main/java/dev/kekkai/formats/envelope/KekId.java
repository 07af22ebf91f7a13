package dev.kekkai.formats.envelope;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which version of which KEK: a kid, taken apart.
 *
 * @param name 1 to 48 of letters, digits, {@code _} and {@code -}
 * @param version 1 to 999999999
 */
record KekId(String name, int version) {
  /** How a kid is written, for messages. */
  static final String FORM = "NAME.vN, such as payments.v3";

  private static final int LONGEST = 48 + 2 + 9;

  private static final Pattern KID = Pattern.compile("([A-Za-z0-9_-]{1,48})\\.v([1-9][0-9]{0,8})");

  static Optional<KekId> parse(String kid) {
    if (kid.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher matcher = KID.matcher(kid);
    return matcher.matches()
        ? Optional.of(new KekId(matcher.group(1), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** The kid. */
  @Override
  public String toString() {
    return name + ".v" + version;
  }
}
