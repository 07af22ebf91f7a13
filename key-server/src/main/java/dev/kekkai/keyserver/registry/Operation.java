package dev.kekkai.keyserver.registry;

import java.util.Locale;

/** What a client may be allowed to ask for. */
public enum Operation {
  /** Open an item and get its plaintext. */
  DECRYPT,
  /** Have an item opened and sealed under the primary KEK, inside the server. */
  RESEAL,
  /** Read the audit log. */
  AUDIT;

  /**
   * The name in configuration and audit log, which is fixed.
   *
   * @return for instance {@code decrypt}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
