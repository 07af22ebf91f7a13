package dev.kekkai.jpa;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.MappingException;
import org.hibernate.boot.Metadata;
import org.hibernate.engine.OptimisticLockStyle;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.IndexedCollection;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.UnionSubclass;
import org.hibernate.mapping.Value;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CustomType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted attributes of a persistence unit. Mappings under which a value could not be read
 * again, or its plaintext would be kept outside the entity, are refused.
 */
final class EncryptedEntities {
  /** Their text is the same before and after the database. */
  private static final Set<Class<?>> ID_TYPES =
      Set.of(
          Long.class,
          long.class,
          Integer.class,
          int.class,
          Short.class,
          short.class,
          BigInteger.class,
          UUID.class,
          String.class);

  private final Map<String, PersistentClass> entities = new HashMap<>();
  private @Nullable String first;

  EncryptedEntities(Metadata metadata) {
    for (PersistentClass entity : metadata.getEntityBindings()) {
      String name = entity.getEntityName();
      for (Property property : entity.getPropertyClosure()) {
        String path = name + "." + property.getName();
        if (encryption(property.getType()) != null) {
          checkType(entity, property, path);
          checkProperty(property, path);
          entities.put(name, entity);
          first = path;
        } else {
          checkParts(property.getValue(), path);
        }
      }
      checkParts(entity.getIdentifier(), name + "'s id");
    }
  }

  boolean none() {
    return entities.isEmpty();
  }

  /** One of them, for a message. */
  @Nullable String first() {
    return first;
  }

  /** By the entity's name, when the session factory is done. */
  Map<String, List<EncryptedAttribute>> attributes(SessionFactoryImplementor sessionFactory) {
    Map<String, List<EncryptedAttribute>> all = new HashMap<>();
    Places places = new Places();
    entities.forEach(
        (name, entity) -> {
          EntityPersister persister =
              sessionFactory.getMappingMetamodel().getEntityDescriptor(name);
          checkEntity(persister, entity);
          all.put(name, attributes(persister, entity, places));
        });
    return all;
  }

  private static List<EncryptedAttribute> attributes(
      EntityPersister persister, PersistentClass entity, Places places) {
    List<EncryptedAttribute> attributes = new ArrayList<>();
    String[] names = persister.getPropertyNames();
    for (int i = 0; i < names.length; i++) {
      Encrypted encryption = encryption(persister.getPropertyTypes()[i]);
      if (encryption != null) {
        Property property = entity.getProperty(names[i]);
        EncryptedAttribute attribute =
            new EncryptedAttribute(
                i,
                encryption.dek(),
                table(encryption, entity, property),
                column(encryption, property));
        places.take(
            attribute, tableOf(entity, property), (Column) property.getSelectables().get(0));
        attributes.add(attribute);
      }
    }
    return List.copyOf(attributes);
  }

  private static String table(Encrypted encryption, PersistentClass entity, Property property) {
    if (!encryption.table().isEmpty()) {
      return encryption.table();
    }
    Table table = tableOf(entity, property);
    return name(table.getName(), table.isQuoted());
  }

  private static Table tableOf(PersistentClass entity, Property property) {
    // a union subclass has its inherited columns in its own table
    return entity instanceof UnionSubclass ? entity.getTable() : property.getValue().getTable();
  }

  private static String column(Encrypted encryption, Property property) {
    if (!encryption.column().isEmpty()) {
      return encryption.column();
    }
    Column column = (Column) property.getSelectables().get(0);
    return name(column.getName(), column.isQuoted());
  }

  /** Databases differ in the case they give to names without quotes. */
  private static String name(String mapped, boolean quoted) {
    return quoted ? mapped : mapped.toLowerCase(Locale.ROOT);
  }

  private static @Nullable Encrypted encryption(Type type) {
    return type instanceof CustomType<?> custom
            && custom.getUserType() instanceof EncryptedValueType encrypted
        ? encrypted.annotation()
        : null;
  }

  private static void checkType(PersistentClass entity, Property property, String path) {
    DeclaredType.of(entity.getMappedClass(), property.getName())
        .filter(type -> type != EncryptedValue.class)
        .ifPresent(
            type -> {
              throw refused(path, "has the type " + type.getName() + ": make it an EncryptedValue");
            });
  }

  private static void checkProperty(Property property, String path) {
    if (property.isLazy()) {
      throw refused(path, "is LAZY: it would be read without its row. Make it EAGER");
    }
    if (property.isNaturalIdentifier()) {
      throw refused(path, "is a natural id: every token is different. Use a blind index");
    }
    if (property.getSelectables().size() != 1
        || !(property.getSelectables().get(0) instanceof Column)) {
      throw refused(path, "is a formula: it needs a column");
    }
  }

  private static void checkParts(Value value, String path) {
    if (value instanceof Component component) {
      for (Property part : component.getProperties()) {
        checkPart(part.getValue(), path + "." + part.getName());
      }
    } else if (value instanceof Collection collection) {
      checkPart(collection.getElement(), path);
      if (collection instanceof IndexedCollection indexed) {
        checkPart(indexed.getIndex(), path);
      }
    } else if (encryption(value.getType()) != null) {
      throw refused(path, "can't be encrypted: rows are found by it");
    }
  }

  private static void checkPart(Value value, String path) {
    if (value instanceof Component || value instanceof Collection) {
      checkParts(value, path);
    } else if (encryption(value.getType()) != null) {
      throw refused(
          path,
          "is part of an embeddable or of a collection, which are not bound to a row: make it an"
              + " attribute of an entity");
    }
  }

  private static void checkEntity(EntityPersister persister, PersistentClass entity) {
    String name = entity.getEntityName();
    Class<?> id = persister.getIdentifierType().getReturnedClass();
    if (!ID_TYPES.contains(id)) {
      throw refused(
          name,
          "has an id of type "
              + id.getName()
              + ": its text may not be the same for ever. Use a Long, Integer, Short, BigInteger,"
              + " UUID or String, or encrypt with the keyring by hand");
    }
    if (persister.getGenerator().generatedOnExecution()) {
      throw refused(
          name,
          "gets its id from the database on insert (IDENTITY): values are bound to the id before."
              + " Use an assigned id, a UUID or a sequence");
    }
    if (persister.canUseReferenceCacheEntries()) {
      throw refused(
          name,
          "would be in the second-level cache with its plaintext: set"
              + " hibernate.cache.use_reference_entries=false");
    }
    OptimisticLockStyle lock = entity.getRootClass().getOptimisticLockStyle();
    if (lock == OptimisticLockStyle.ALL || lock == OptimisticLockStyle.DIRTY) {
      throw refused(name, "compares all columns for its optimistic lock: use a @Version");
    }
  }

  static MappingException refused(String what, String why) {
    return new MappingException("@Encrypted is refused: " + what + " " + why);
  }
}
