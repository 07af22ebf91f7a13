package dev.kekkai.integration.survive;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.TokenException;
import java.security.ProviderException;
import org.jspecify.annotations.Nullable;

/**
 * What a caller was told.
 *
 * @param kind for the counts
 * @param clean whether it says that the token could not do it now, which is the truth when faults
 *     are injected and all input is good
 */
record Failure(String kind, boolean clean) {

  static Failure of(Exception e) {
    String name = e.getClass().getSimpleName();
    TokenException trouble = trouble(e);
    if (trouble == null) {
      boolean hidden =
          e instanceof ProviderException
              && String.valueOf(e.getMessage()).contains("was not possible on the token");
      return new Failure(name + (hidden ? " (why is in the debug log)" : ""), hidden);
    }
    String why =
        trouble instanceof CryptokiException c
            ? c.function() + " " + Ckr.describe(c.returnValue())
            : trouble.getClass().getSimpleName();
    return new Failure(name + " <- " + why, trouble.retryable());
  }

  private static @Nullable TokenException trouble(@Nullable Throwable e) {
    return e == null || e instanceof TokenException ? (TokenException) e : trouble(e.getCause());
  }
}
