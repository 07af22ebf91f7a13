package dev.kekkai.client;

import org.jspecify.annotations.Nullable;

/**
 * Why something could not be sealed, opened or refreshed. The message is fit for a log: it holds no
 * plaintext, no key and no sealed item.
 */
public abstract sealed class KekkaiClientException extends Exception
    permits KeyServerException, KekUnavailableException, KekSetRefusedException {

  private static final long serialVersionUID = 1L;

  KekkaiClientException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
