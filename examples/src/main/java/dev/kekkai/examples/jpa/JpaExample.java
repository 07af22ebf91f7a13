package dev.kekkai.examples.jpa;

import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.jpa.ColumnDecryptionException;
import dev.kekkai.jpa.KekkaiIntegrator;
import dev.kekkai.provider.KekkaiProvider;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.io.PrintStream;
import javax.sql.DataSource;

/** An encrypted column with JPA and Hibernate. */
public final class JpaExample {
  private static final long CARL = 3;
  private static final long DORA = 4;

  private JpaExample() {}

  /**
   * Runs the example.
   *
   * @param properties path of kekkai.properties
   * @param database the application's connections; its tables and the DEK store share a database
   * @param out where the example says what it does
   * @throws Exception when it doesn't go as it should
   */
  public static void run(String properties, DataSource database, PrintStream out) throws Exception {
    // An application opens these at its start and closes them at its end, in this order.
    try (KekkaiProvider provider = new KekkaiProvider().configure(properties);
        StoreDatabase store = StoreDatabase.open(database);
        Keyring keyring = new Keyring(provider, store.deks(), store.keks());
        EntityManagerFactory entities = entities(database, keyring)) {
      keyring.ensure("users"); // made at the first start

      entities.runInTransaction(
          session -> {
            session.persist(new User(CARL, "carl", "JBSWY3DPEHPK3PXP"));
            session.persist(new User(DORA, "dora", "KRSXG5CTMVRXEZLU"));
          });
      out.println("The application reads: " + secret(entities, CARL));
      out.println("The database has:      " + stored(entities, CARL));

      entities.runInTransaction(
          session -> session.find(User.class, CARL).setOtpSecret("MFRGGZDFMZTWQ2LK"));
      out.println("Changed:               " + secret(entities, CARL));

      // Somebody who can write the database gives carl's secret to dora.
      giveCarlsSecretToDora(entities);
      try {
        secret(entities, DORA);
        throw new IllegalStateException("A value of another row was accepted");
      } catch (ColumnDecryptionException e) {
        out.println("In dora's row:         " + e.getMessage());
      }
      entities.runInTransaction(
          session -> session.createQuery("delete from User where id in (3, 4)").executeUpdate());
    }
  }

  private static EntityManagerFactory entities(DataSource database, Keyring keyring) {
    return new PersistenceConfiguration("examples")
        .managedClass(User.class)
        .property("jakarta.persistence.nonJtaDataSource", database)
        .property("hibernate.hbm2ddl.auto", "update")
        .property(KekkaiIntegrator.KEYRING, keyring) // all that Kekkai needs
        .createEntityManagerFactory();
  }

  private static String secret(EntityManagerFactory entities, long id) {
    return entities.callInTransaction(session -> session.find(User.class, id).getOtpSecret());
  }

  private static Object stored(EntityManagerFactory entities, long id) {
    return entities.callInTransaction(
        session ->
            session
                .createNativeQuery("select otp_secret from users where id = :id")
                .setParameter("id", id)
                .getSingleResult());
  }

  private static void giveCarlsSecretToDora(EntityManagerFactory entities) {
    entities.runInTransaction(
        session ->
            session
                .createNativeQuery(
                    "update users set otp_secret = (select otp_secret from users where id = 3)"
                        + " where id = 4")
                .executeUpdate());
  }
}
