package dev.kekkai.keyserver.audit.format;

import java.util.regex.Pattern;

/** What a server may be called: it stands in seals, and so in other systems' logs. */
public final class ServerName {
  /** Fit for a message. */
  public static final String FORM = "1 to 64 of A-Z a-z 0-9 . _ -";

  private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  static final int MAX_BYTES = 64;

  private ServerName() {}

  /**
   * Whether a server may be called so.
   *
   * @param name the name
   * @return true for {@value #FORM}
   */
  public static boolean isValid(String name) {
    return PATTERN.matcher(name).matches();
  }

  static String require(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException("A server's name must be " + FORM);
    }
    return name;
  }
}
