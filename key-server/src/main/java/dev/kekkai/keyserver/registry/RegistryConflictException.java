package dev.kekkai.keyserver.registry;

import java.util.Locale;

/** Somebody else applied a document meanwhile; nothing was changed. */
public final class RegistryConflictException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The version there is. */
  private final long current;

  RegistryConflictException(long expected, long current) {
    super(
        String.format(
            Locale.ROOT,
            "The registry is at version %d, not %d: look at what changed, then apply again",
            current,
            expected));
    this.current = current;
  }

  /**
   * The version there is.
   *
   * @return 0 when there is none
   */
  public long current() {
    return current;
  }
}
