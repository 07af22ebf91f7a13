package dev.kekkai.cryptoki;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The token did not let us in, or must not be asked. Whoever catches this must not try the same PIN
 * again: wrong tries lock tokens.
 */
public final class LoginException extends TokenException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable BooleanSupplier standing;

  LoginException(String message, @Nullable Throwable cause, BooleanSupplier standing) {
    super(message, false, cause);
    this.standing = standing;
  }

  /**
   * Whether connecting again would end in the same way: the PIN's source is what it was and nobody
   * has logged in with it since. Asks neither the token nor a person.
   *
   * @return false when something has changed, and connecting again may help
   */
  public boolean stands() {
    BooleanSupplier asked = standing;
    return asked == null || asked.getAsBoolean();
  }
}
