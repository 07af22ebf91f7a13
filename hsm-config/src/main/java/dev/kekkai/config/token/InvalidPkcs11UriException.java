package dev.kekkai.config.token;

/** Text that is no usable {@code pkcs11:} URI. The message says where, and what would be right. */
public final class InvalidPkcs11UriException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidPkcs11UriException(int index, String expected) {
    super("pkcs11 URI, at character " + (index + 1) + ": " + expected);
  }

  InvalidPkcs11UriException(String expected) {
    super(expected);
  }
}
