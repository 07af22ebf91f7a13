package dev.kekkai.dekstore.column;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.formats.FieldToken;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of rows to tokens and back, each in its row's context. Thread-safe. */
final class RowCrypto {
  /** What every supported token takes in one message. */
  private static final int PORTABLE_BYTES = 15_360;

  private final Keyring keyring;
  private final EncryptedColumn column;

  RowCrypto(Keyring keyring, EncryptedColumn column) {
    this.keyring = keyring;
    this.column = column;
  }

  /** How a token is beside its plaintext. */
  enum Fit {
    RIGHT,
    UNREADABLE,
    DIFFERENT
  }

  /** The token for a row's plaintext; null when it can't have one, which is told. */
  @Nullable String encrypt(ColumnRow row, Findings failed) throws TokenException {
    byte[] plaintext = row.plaintext();
    if (plaintext == null) {
      failed.add(
          row,
          String.format(
              Locale.ROOT,
              "%,d bytes, and a field has at most %,d",
              row.plaintextBytes(),
              FieldToken.MAX_PLAINTEXT_BYTES));
      return null;
    }
    EncryptionContext context;
    try {
      context = column.context(row.key());
    } catch (IllegalArgumentException e) {
      failed.add(row, "its key makes no context: " + e.getMessage());
      return null;
    }
    try {
      return keyring.encrypt(column.dek(), plaintext, context);
    } catch (TokenException e) {
      if (plaintext.length <= PORTABLE_BYTES || !encrypts(context)) {
        throw e;
      }
      failed.add(
          row,
          String.format(
              Locale.ROOT,
              "%,d bytes, more than this token takes in one message; bulk = software takes them",
              plaintext.length));
    }
    return null;
  }

  /** Whether it is the value that is too long, and not the token or the store that is away. */
  private boolean encrypts(EncryptionContext context) {
    try {
      keyring.encrypt(column.dek(), new byte[0], context);
      return true;
    } catch (TokenException e) {
      return false;
    }
  }

  /** The token anew under the active version of the DEK; null when it can't be read. */
  @Nullable String again(ColumnRow row, Findings failed) throws TokenException {
    byte[] plaintext = null;
    try {
      plaintext = decrypt(row);
      return keyring.encrypt(column.dek(), plaintext, column.context(row.key()));
    } catch (FieldDecryptionException e) {
      failed.add(row, "its token does not decrypt");
      return null;
    } finally {
      if (plaintext != null) {
        Arrays.fill(plaintext, (byte) 0);
      }
    }
  }

  /** Decrypts a row's token and compares, where there is something to compare with. */
  Fit fit(ColumnRow row) throws TokenException {
    byte[] decrypted = null;
    try {
      decrypted = decrypt(row);
      byte[] plaintext = row.plaintext();
      boolean same =
          !row.hasPlaintext() || (plaintext != null && MessageDigest.isEqual(decrypted, plaintext));
      return same ? Fit.RIGHT : Fit.DIFFERENT;
    } catch (FieldDecryptionException e) {
      return Fit.UNREADABLE;
    } finally {
      if (decrypted != null) {
        Arrays.fill(decrypted, (byte) 0);
      }
    }
  }

  private byte[] decrypt(ColumnRow row) throws TokenException, FieldDecryptionException {
    String token = row.token();
    if (token == null) {
      throw new IllegalStateException("a row without a token");
    }
    EncryptionContext context;
    try {
      context = column.context(row.key());
    } catch (IllegalArgumentException e) { // too long for one: nothing was encrypted with it
      throw new FieldDecryptionException();
    }
    return keyring.decrypt(token, context);
  }
}
