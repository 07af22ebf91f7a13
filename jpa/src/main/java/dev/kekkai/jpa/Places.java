package dev.kekkai.jpa;

import java.util.HashMap;
import java.util.Map;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;

/**
 * Which column of which table has a name in a context. A context has no schema and no catalog, so
 * tables of one name in two of them would share it, and a value of the one could be put into the
 * other.
 */
final class Places {
  private record Name(String table, String column) {}

  private record Site(Table table, Column column) {}

  private final Map<Name, Site> taken = new HashMap<>();

  /** Refuses a name that another column has. */
  void take(EncryptedAttribute attribute, Table table, Column column) {
    Site site = new Site(table, column);
    Site other = taken.putIfAbsent(new Name(attribute.table(), attribute.column()), site);
    if (other != null && !other.equals(site)) {
      throw EncryptedEntities.refused(
          table.getQualifiedTableName().render() + "." + column.getName(),
          "has "
              + attribute.describe()
              + " in its context, as another column has, that of "
              + other.table().getQualifiedTableName().render()
              + ": whoever can write the database could swap their values. Give the one that has no"
              + " values yet a name of its own, such as @Encrypted(table = \"SCHEMA."
              + attribute.table()
              + "\")");
    }
  }
}
