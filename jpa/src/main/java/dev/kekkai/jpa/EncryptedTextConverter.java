package dev.kekkai.jpa;

import dev.kekkai.dekstore.Keyring;
import dev.kekkai.formats.EncryptionContext;
import jakarta.persistence.AttributeConverter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts a text column with any JPA provider, bound to table and column but not to the row, which
 * a converter doesn't see: whoever can write the database can put one row's value into another row,
 * and it decrypts there. {@link Encrypted} leaves that open no more.
 *
 * <p>A subclass names the column, and gets the keyring from whatever makes it (CDI, Spring, or
 * Hibernate's {@code BeanContainer}):
 *
 * <pre>{@code
 * @Converter
 * public class NoteConverter extends EncryptedTextConverter {
 *   public NoteConverter(Keyring keyring) {
 *     super(keyring, "users", "users", "note");
 *   }
 * }
 * }</pre>
 *
 * <p>The entity must not be in a second-level cache: providers cache what the converter made, the
 * plaintext. Thread-safe.
 */
public abstract class EncryptedTextConverter implements AttributeConverter<String, String> {
  private final ColumnKeys keys;
  private final String dek;
  private final String name;
  private final EncryptionContext place;

  /**
   * For one column.
   *
   * @param keyring encrypts and decrypts; not closed by the converter
   * @param dek an existing DEK
   * @param table the table, as the context names it
   * @param column the column, as the context names it
   */
  protected EncryptedTextConverter(Keyring keyring, String dek, String table, String column) {
    this.keys = new ColumnKeys(keyring);
    this.dek = dek;
    this.name = table + "." + column;
    this.place = EncryptionContext.of(table, column);
  }

  /**
   * Encrypts.
   *
   * @param text the plaintext; null stays null
   * @return a field token
   * @throws IllegalArgumentException when the text has no UTF-8 form
   * @throws ColumnEncryptionException when the DEK can't be opened
   */
  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable String text) {
    if (text == null) {
      return null;
    }
    byte[] value = EncryptedValue.utf8(text);
    try {
      return keys.encrypt(dek, name, value, place);
    } finally {
      Arrays.fill(value, (byte) 0);
    }
  }

  /**
   * Decrypts.
   *
   * @param token a field token; null stays null
   * @return the plaintext
   * @throws ColumnDecryptionException for every way the token can be wrong
   * @throws ColumnEncryptionException when the DEK can't be opened
   */
  @Override
  public @Nullable String convertToEntityAttribute(@Nullable String token) {
    if (token == null) {
      return null;
    }
    byte[] value = keys.decrypt(name, token, place);
    try {
      return new String(value, StandardCharsets.UTF_8);
    } finally {
      Arrays.fill(value, (byte) 0);
    }
  }
}
