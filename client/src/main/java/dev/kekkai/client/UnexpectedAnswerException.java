package dev.kekkai.client;

/**
 * What answered is no key server, or one of a version that does not fit: a status, a content type
 * or a body that the protocol does not have. Nothing of the answer is repeated here, since it may
 * hold a plaintext.
 */
public final class UnexpectedAnswerException extends KeyServerException {

  private static final long serialVersionUID = 1L;

  UnexpectedAnswerException(String what) {
    super("Not the answer of a key server: " + what, null);
  }
}
