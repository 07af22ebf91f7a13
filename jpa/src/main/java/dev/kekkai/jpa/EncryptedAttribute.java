package dev.kekkai.jpa;

import dev.kekkai.formats.EncryptionContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One encrypted attribute of an entity.
 *
 * @param index its place in Hibernate's arrays of attributes
 * @param dek the DEK that encrypts
 * @param table the table in the context
 * @param column the column in the context
 */
record EncryptedAttribute(int index, String dek, String table, String column) {

  String describe() {
    return table + "." + column;
  }

  /** The context of one row's value. */
  EncryptionContext place(Object id, @Nullable Object tenant) {
    List<String> parts = new ArrayList<>(List.of(table, column));
    if (tenant != null) {
      parts.add(tenant.toString());
    }
    parts.add(id.toString()); // last, as kekkai migrate has it
    return EncryptionContext.of(parts);
  }
}
