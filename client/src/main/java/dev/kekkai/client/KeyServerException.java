package dev.kekkai.client;

import org.jspecify.annotations.Nullable;

/** Why the key server did not do what it was asked for. */
public abstract sealed class KeyServerException extends KekkaiClientException
    permits NotOpenedException,
        ForbiddenException,
        UnauthenticatedException,
        QuotaExceededException,
        RequestRefusedException,
        UnexpectedAnswerException,
        KeyServerUnavailableException {

  private static final long serialVersionUID = 1L;

  KeyServerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
