package dev.kekkai.formats;

import java.security.GeneralSecurityException;

/**
 * Bytes or text that have not the structure of a field token; the message says in which way.
 *
 * <p>Only {@link FieldToken#parse(byte[])} and {@link FieldToken#parse(String)} throw it, and it
 * depends on nothing secret. Decryption answers with {@link FieldDecryptionException} instead.
 */
public final class FieldFormatException extends GeneralSecurityException {

  private static final long serialVersionUID = 1L;

  FieldFormatException(String message) {
    super(message);
  }
}
