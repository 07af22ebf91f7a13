package dev.kekkai.jpa;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldDecryptionException;

/** The keyring in JPA's words: unchecked exceptions that name the column. */
record ColumnKeys(Keyring keyring) {

  String encrypt(String dek, String column, byte[] plaintext, EncryptionContext place) {
    try {
      return keyring.encrypt(dek, plaintext, place);
    } catch (TokenException e) {
      throw new ColumnEncryptionException(
          "The value of " + column + " can't be encrypted: " + e.getMessage(), e);
    }
  }

  byte[] decrypt(String column, String token, EncryptionContext place) {
    try {
      return keyring.decrypt(token, place);
    } catch (FieldDecryptionException e) {
      throw new ColumnDecryptionException(column);
    } catch (TokenException e) {
      throw new ColumnEncryptionException(
          "The value of " + column + " can't be decrypted now: " + e.getMessage(), e);
    }
  }
}
