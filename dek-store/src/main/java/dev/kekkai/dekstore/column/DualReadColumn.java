package dev.kekkai.dekstore.column;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.formats.FieldDecryptionException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application's side of a column that is being encrypted: reads a value from whichever of the
 * two columns has it, and says what to write to each. Thread-safe.
 *
 * <p>The token wins: where there is one, the plaintext beside it is not looked at, and a token that
 * doesn't decrypt is an error, never a reason to take the plaintext. Where there is none, the
 * plaintext counts, so that as long as an application reads both, whoever can write the database
 * can put plaintext of his own in a token's place.
 *
 * <p>Both columns are written in one statement. A release with {@link Writes#BOTH} runs beside one
 * that knows the plaintext only; one with {@link Writes#TOKEN_ONLY} comes after the plaintext was
 * cleared.
 *
 * <p>A key is given as text, a part for each key column, as {@link EncryptedColumn} says.
 */
public final class DualReadColumn {
  private final Keyring keyring;
  private final EncryptedColumn column;
  private final Writes writes;

  /** What is written. */
  public enum Writes {
    /** Token and plaintext, while others may read the plaintext. */
    BOTH,
    /** The token, and nothing to the plaintext column. */
    TOKEN_ONLY
  }

  /**
   * For one column.
   *
   * @param keyring opens and makes tokens; the column's DEK exists
   * @param column the column, and the context of its tokens: as in the migration
   * @param writes what is written
   */
  public DualReadColumn(Keyring keyring, EncryptedColumn column, Writes writes) {
    this.keyring = keyring;
    this.column = column;
    this.writes = writes;
  }

  /**
   * The value of a row.
   *
   * @param token what the encrypted column holds
   * @param plaintext what the plaintext column holds
   * @param key the row's key
   * @return the value; null when neither holds one
   * @throws FieldDecryptionException when there is a token, and it doesn't decrypt in this row
   * @throws TokenException when the DEK can't be opened
   */
  public byte @Nullable [] read(@Nullable String token, byte @Nullable [] plaintext, String... key)
      throws FieldDecryptionException, TokenException {
    return token == null ? plaintext : keyring.decrypt(token, column.context(List.of(key)));
  }

  /**
   * The value of a row, of a column of text.
   *
   * @param token what the encrypted column holds
   * @param plaintext what the plaintext column holds
   * @param key the row's key
   * @return the value; null when neither holds one
   * @throws FieldDecryptionException when there is a token, and it doesn't decrypt in this row
   * @throws TokenException when the DEK can't be opened
   */
  public @Nullable String readText(
      @Nullable String token, @Nullable String plaintext, String... key)
      throws FieldDecryptionException, TokenException {
    return token == null
        ? plaintext
        : new String(keyring.decrypt(token, column.context(List.of(key))), StandardCharsets.UTF_8);
  }

  /**
   * What to write to the encrypted column.
   *
   * @param value the value, or null
   * @param key the row's key
   * @return a token; null for null
   * @throws TokenException when the DEK can't be opened
   */
  public @Nullable String token(byte @Nullable [] value, String... key) throws TokenException {
    return value == null
        ? null
        : keyring.encrypt(column.dek(), value, column.context(List.of(key)));
  }

  /**
   * What to write to the encrypted column, for a column of text.
   *
   * @param value the value, or null
   * @param key the row's key
   * @return a token; null for null
   * @throws TokenException when the DEK can't be opened
   */
  public @Nullable String textToken(@Nullable String value, String... key) throws TokenException {
    return value == null ? null : token(value.getBytes(StandardCharsets.UTF_8), key);
  }

  /**
   * What to write to the plaintext column in the same statement.
   *
   * @param value the value, or null
   * @param <T> text or bytes
   * @return the value; null with {@link Writes#TOKEN_ONLY}
   */
  public <T> @Nullable T plaintext(@Nullable T value) {
    return writes == Writes.BOTH ? value : null;
  }
}
