package dev.kekkai.jpa;

import dev.kekkai.dekstore.Keyring;
import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.integrator.spi.Integrator;

/**
 * Makes {@link Encrypted} attributes work in Hibernate ORM 7, which finds this class by itself.
 *
 * <p>The application passes its keyring as a setting, {@link #KEYRING}, for instance to {@code
 * Persistence.createEntityManagerFactory(name, Map.of(KekkaiIntegrator.KEYRING, keyring))}. Each
 * session factory has its own. The keyring is closed after it, and not by it. Without encrypted
 * attributes nothing is needed and nothing happens.
 */
public final class KekkaiIntegrator implements Integrator {

  /** The setting whose value is the {@link Keyring}. */
  public static final String KEYRING = "dev.kekkai.jpa.keyring";

  /** For Hibernate. */
  public KekkaiIntegrator() {}

  @Override
  public void integrate(
      Metadata metadata, BootstrapContext context, SessionFactoryImplementor sessionFactory) {
    EncryptedEntities entities = new EncryptedEntities(metadata);
    if (entities.none()) {
      return;
    }
    Object setting =
        context
            .getServiceRegistry()
            .requireService(ConfigurationService.class)
            .getSettings()
            .get(KEYRING);
    if (!(setting instanceof Keyring keyring)) {
      throw new MappingException(
          entities.first()
              + " is @Encrypted, so Hibernate needs the keyring: pass the Keyring object as the"
              + " setting "
              + KEYRING);
    }
    RowEncryption encryption = new RowEncryption(new ColumnKeys(keyring));
    listen(sessionFactory, encryption);
    sessionFactory.addObserver(
        new SessionFactoryObserver() {
          private static final long serialVersionUID = 1L;

          @Override
          public void sessionFactoryCreated(SessionFactory created) {
            encryption.encrypt(entities.attributes((SessionFactoryImplementor) created));
          }
        });
  }

  private static void listen(SessionFactoryImplementor sessionFactory, RowEncryption encryption) {
    EventListenerRegistry listeners =
        sessionFactory.getServiceRegistry().requireService(EventListenerRegistry.class);
    // First when loading and last when writing: an application's own listeners see plaintext.
    listeners.getEventListenerGroup(EventType.PRE_LOAD).prependListener(encryption);
    listeners.getEventListenerGroup(EventType.PRE_INSERT).appendListener(encryption);
    listeners.getEventListenerGroup(EventType.PRE_UPDATE).appendListener(encryption);
    listeners.getEventListenerGroup(EventType.PRE_UPSERT).appendListener(encryption);
  }
}
