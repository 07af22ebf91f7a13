/** Encrypted attributes of JPA entities, bound to their rows. */
@SuppressWarnings({
  "requires-automatic",
  "requires-transitive-automatic"
}) // Hibernate has no module-info
module dev.kekkai.jpa {
  requires transitive dev.kekkai.dekstore;
  requires transitive jakarta.persistence;
  requires static transitive org.hibernate.orm.core; // the converters do without
  requires static org.jspecify;

  exports dev.kekkai.jpa;

  opens dev.kekkai.jpa to
      org.hibernate.orm.core;

  provides org.hibernate.integrator.spi.Integrator with
      dev.kekkai.jpa.KekkaiIntegrator;
}
