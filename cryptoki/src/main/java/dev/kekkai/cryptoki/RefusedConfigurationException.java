package dev.kekkai.cryptoki;

/**
 * The configuration asks for what this token or this process must not do, such as {@code
 * environment = production} on a software token. The message names the setting and what would be
 * right. A retry can't help; the token was not logged in to.
 */
public final class RefusedConfigurationException extends TokenException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message the setting, its value, and what would be right
   */
  public RefusedConfigurationException(String message) {
    super(message, false, null);
  }
}
