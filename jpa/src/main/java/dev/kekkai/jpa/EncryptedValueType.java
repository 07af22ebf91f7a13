package dev.kekkai.jpa;

import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.usertype.UserType;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the tokens; {@link RowEncryption} decrypts and encrypts, since a type sees no
 * row. Caches get the token. Made by Hibernate, one for each annotated attribute.
 */
final class EncryptedValueType implements UserType<EncryptedValue> {

  /** The token of 255 characters of at most 3 bytes, which is a default column's most. */
  private static final long DEFAULT_LENGTH = 1082;

  private final Encrypted annotation;

  EncryptedValueType(Encrypted annotation) {
    this.annotation = annotation;
  }

  Encrypted annotation() {
    return annotation;
  }

  @Override
  public int getSqlType() {
    return Types.VARCHAR;
  }

  @Override
  public long getDefaultSqlLength() {
    return DEFAULT_LENGTH;
  }

  @Override
  public Class<EncryptedValue> returnedClass() {
    return EncryptedValue.class;
  }

  @Override
  public @Nullable EncryptedValue nullSafeGet(ResultSet rows, int position, WrapperOptions options)
      throws SQLException {
    String token = rows.getString(position);
    return token == null ? null : EncryptedValue.stored(token);
  }

  @Override
  public void nullSafeSet(
      PreparedStatement statement,
      @Nullable EncryptedValue value,
      int position,
      WrapperOptions options)
      throws SQLException {
    if (value == null) {
      statement.setNull(position, Types.VARCHAR);
      return;
    }
    String token = value.writableToken();
    if (token == null) {
      throw new ColumnEncryptionException(
          "An encrypted value is written with its entity only: a query neither sets it nor compares"
              + " with it, since every token is different. Search by a blind index",
          null);
    }
    statement.setString(position, token);
  }

  @Override
  public EncryptedValue deepCopy(EncryptedValue value) {
    return value;
  }

  @Override
  public boolean isMutable() {
    return false;
  }

  @Override
  public @Nullable Serializable disassemble(@Nullable EncryptedValue value) {
    if (value == null) {
      return null;
    }
    return value
        .token()
        .orElseThrow(
            () ->
                new ColumnEncryptionException(
                    "An encrypted value gets into a cache as its token only, and this one has none",
                    null));
  }

  @Override
  public @Nullable EncryptedValue assemble(@Nullable Serializable cached, @Nullable Object owner) {
    return cached == null ? null : EncryptedValue.stored((String) cached);
  }
}
