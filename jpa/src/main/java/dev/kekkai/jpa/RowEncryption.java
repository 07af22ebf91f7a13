package dev.kekkai.jpa;

import dev.kekkai.formats.EncryptionContext;
import java.util.List;
import java.util.Map;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreLoadEvent;
import org.hibernate.event.spi.PreLoadEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.PreUpsertEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Listens to entities that are loaded and written, since only there the row is known. What it puts
 * into Hibernate's arrays has a token, so that caches and snapshots hold that; the entity's own
 * fields are not touched when it is written.
 */
final class RowEncryption
    implements PreInsertEventListener,
        PreUpdateEventListener,
        PreUpsertEventListener,
        PreLoadEventListener {
  private static final long serialVersionUID = 1L;

  private final transient ColumnKeys keys;
  private transient volatile Map<String, List<EncryptedAttribute>> entities = Map.of();

  RowEncryption(ColumnKeys keys) {
    this.keys = keys;
  }

  /** Before the first event: the encrypted attributes by the entity's name. */
  void encrypt(Map<String, List<EncryptedAttribute>> attributes) {
    entities = Map.copyOf(attributes);
  }

  @Override
  public void onPreLoad(PreLoadEvent event) {
    Object[] state = event.getState();
    for (EncryptedAttribute attribute : attributes(event.getPersister())) {
      if (state[attribute.index()] instanceof EncryptedValue value) {
        state[attribute.index()] =
            open(attribute, value, place(attribute, event.getId(), event.getSession()));
      }
    }
  }

  @Override
  public boolean onPreInsert(PreInsertEvent event) {
    write(event.getPersister(), event.getId(), event.getSession(), event.getState(), null);
    return false;
  }

  @Override
  public boolean onPreUpdate(PreUpdateEvent event) {
    write(
        event.getPersister(),
        event.getId(),
        event.getSession(),
        event.getState(),
        event.getOldState());
    return false;
  }

  @Override
  public boolean onPreUpsert(PreUpsertEvent event) {
    write(event.getPersister(), event.getId(), event.getSession(), event.getState(), null);
    return false;
  }

  private List<EncryptedAttribute> attributes(EntityPersister persister) {
    return entities.getOrDefault(persister.getEntityName(), List.of());
  }

  private void write(
      EntityPersister persister,
      @Nullable Object id,
      SharedSessionContractImplementor session,
      Object[] state,
      Object @Nullable [] oldState) {
    for (EncryptedAttribute attribute : attributes(persister)) {
      int index = attribute.index();
      if (state[index] instanceof EncryptedValue value) {
        EncryptionContext place = place(attribute, id, session);
        Object old = oldState == null ? null : oldState[index];
        state[index] = value.written(token(attribute, value, old, place), place);
      }
    }
  }

  /**
   * The token that is there already, where the value did not change: it costs no use of the DEK.
   */
  private String token(
      EncryptedAttribute attribute,
      EncryptedValue value,
      @Nullable Object old,
      EncryptionContext place) {
    byte[] plaintext = value.plaintext();
    if (plaintext == null) {
      return open(attribute, value, place).token().orElseThrow();
    }
    String own = value.tokenOf(place);
    if (own == null && old instanceof EncryptedValue before && before.hasPlaintextOf(value)) {
      own = before.tokenOf(place);
    }
    return own != null
        ? own
        : keys.encrypt(attribute.dek(), attribute.describe(), plaintext, place);
  }

  private EncryptedValue open(
      EncryptedAttribute attribute, EncryptedValue value, EncryptionContext place) {
    String token = value.token().orElseThrow();
    return EncryptedValue.opened(keys.decrypt(attribute.describe(), token, place), token, place);
  }

  private static EncryptionContext place(
      EncryptedAttribute attribute, @Nullable Object id, SharedSessionContractImplementor session) {
    if (id == null) {
      throw new ColumnEncryptionException(
          "The value of "
              + attribute.describe()
              + " is bound to its row's id, which the database makes on insert: use an assigned id,"
              + " a UUID or a sequence",
          null);
    }
    return attribute.place(id, session.getTenantIdentifierValue());
  }
}
