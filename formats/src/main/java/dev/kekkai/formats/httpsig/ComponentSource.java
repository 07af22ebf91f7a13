package dev.kekkai.formats.httpsig;

/** The message that a signature is about. */
@FunctionalInterface
interface ComponentSource {
  /**
   * The value of a component (RFC 9421 sections 2.1 and 2.2).
   *
   * @throws HttpSignatureException when the message has none, or none that can be signed
   */
  String value(Component component) throws HttpSignatureException;
}
