package dev.kekkai.provider.keys;

import java.util.Locale;

/** How bad it is that a key breaks a rule, from the least to the worst. */
public enum Severity {
  /** Untidy: sooner or later somebody errs because of it. */
  LOW,

  /** Opens nothing by itself, and takes a defence away. */
  MEDIUM,

  /** Opens an attack to whoever has the PIN, or may have been used in one. */
  HIGH,

  /** Keys or data can be had in clear by whoever has the PIN, or without one. */
  CRITICAL;

  /**
   * The severity's name in reports and on the command line, which does not change.
   *
   * @return in lower case
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
