package dev.kekkai.integration.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.jpa.Encrypted;
import dev.kekkai.jpa.EncryptedValue;
import dev.kekkai.jpa.KekkaiIntegrator;
import jakarta.persistence.Basic;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.OptimisticLockType;
import org.hibernate.annotations.OptimisticLocking;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Mappings that would lose a value or show its plaintext are refused before anything is stored. */
abstract class RefusedMappingContract {
  private static JpaSite site;

  @BeforeAll
  static void open() throws Exception {
    site = JpaSite.open();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @Entity
  static class MadeByTheDatabase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    @Encrypted(dek = "users")
    EncryptedValue secret;
  }

  @Test
  void an_id_that_the_database_makes() {
    assertRefused("IDENTITY", MadeByTheDatabase.class);
  }

  @Entity
  static class ByTime {
    @Id Instant id;

    @Encrypted(dek = "users")
    EncryptedValue secret;
  }

  @Test
  void an_id_whose_text_may_change() {
    assertRefused("has an id of type java.time.Instant", ByTime.class);
  }

  @Entity
  @IdClass(Pair.class)
  static class ByPair {
    @Id long left;
    @Id long right;

    @Encrypted(dek = "users")
    EncryptedValue secret;
  }

  record Pair(long left, long right) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void an_id_of_several_columns() {
    assertRefused("has an id of type", ByPair.class);
  }

  @Entity
  static class Late {
    @Id long id;

    @Basic(fetch = FetchType.LAZY)
    @Encrypted(dek = "users")
    EncryptedValue secret;
  }

  @Test
  void a_lazy_attribute() {
    assertRefused("Late.secret is LAZY", Late.class);
  }

  @Entity
  static class ByNature {
    @Id long id;

    @NaturalId
    @Encrypted(dek = "users")
    EncryptedValue secret;
  }

  @Test
  void a_natural_id() {
    assertRefused("is a natural id", ByNature.class);
  }

  @Entity
  static class BySecret {
    @Id
    @Encrypted(dek = "users")
    EncryptedValue id;
  }

  @Test
  void an_encrypted_id() {
    assertRefused("rows are found by it", BySecret.class);
  }

  @Embeddable
  static class Part {
    @Encrypted(dek = "users")
    EncryptedValue secret;
  }

  @Entity
  static class WithPart {
    @Id long id;
    @Embedded Part part;
  }

  @Entity
  static class WithList {
    @Id long id;

    @ElementCollection
    @Encrypted(dek = "users")
    List<EncryptedValue> secrets;
  }

  @Entity
  static class WithParts {
    @Id long id;
    @ElementCollection Map<String, Part> parts;
  }

  @Test
  void parts_and_collections() {
    assertRefused("part.secret is part of an embeddable", WithPart.class);
    assertRefused("WithList.secrets is part of an embeddable or of a collection", WithList.class);
    assertRefused("parts.secret is part of an embeddable", WithParts.class);
  }

  @Entity
  @DynamicUpdate
  @OptimisticLocking(type = OptimisticLockType.ALL)
  static class ComparesAll {
    @Id long id;

    @Encrypted(dek = "users")
    EncryptedValue secret;
  }

  @Test
  void an_optimistic_lock_by_all_columns() {
    assertRefused("use a @Version", ComparesAll.class);
  }

  @Entity
  static class Text {
    @Id long id;

    @Encrypted(dek = "users")
    String secret;
  }

  @Test
  void an_attribute_of_another_type() {
    assertRefused(
        "Text.secret has the type java.lang.String: make it an EncryptedValue", Text.class);
  }

  @Entity(name = "OfOneBank")
  @Table(name = "accounts", schema = "one_bank")
  static class OfOneBank {
    @Id long id;

    @Encrypted(dek = "users")
    EncryptedValue secret;
  }

  @Entity(name = "OfOtherBank")
  @Table(name = "accounts", schema = "other_bank")
  static class OfOtherBank {
    @Id long id;

    @Encrypted(dek = "users")
    EncryptedValue secret;
  }

  @Entity(name = "OfThirdBank")
  @Table(name = "accounts", schema = "third_bank")
  static class OfThirdBank {
    @Id long id;

    @Encrypted(dek = "users", table = "third_bank.accounts")
    EncryptedValue secret;
  }

  @Test
  void two_tables_whose_values_could_change_places() {
    assertRefused(
        "accounts.secret in its context, as another column has",
        OfOneBank.class,
        OfOtherBank.class);
    HibernatePersistenceConfiguration configuration =
        site.configuration(OfOneBank.class, OfThirdBank.class);
    configuration.property("hibernate.hbm2ddl.create_namespaces", true);
    configuration.createEntityManagerFactory().close();
  }

  @Test
  void no_keyring() {
    HibernatePersistenceConfiguration configuration = site.configuration(User.class);
    configuration.properties().remove(KekkaiIntegrator.KEYRING);
    assertThatThrownBy(configuration::createEntityManagerFactory)
        .hasStackTraceContaining("pass the Keyring object as the setting dev.kekkai.jpa.keyring");
    configuration.property(KekkaiIntegrator.KEYRING, "a name");
    assertThatThrownBy(configuration::createEntityManagerFactory)
        .hasStackTraceContaining("pass the Keyring object as the setting dev.kekkai.jpa.keyring");
  }

  @Entity
  static class Plain {
    @Id long id;
    String text;
  }

  @Test
  void nothing_is_needed_where_nothing_is_encrypted() {
    HibernatePersistenceConfiguration configuration = site.configuration(Plain.class);
    configuration.properties().remove(KekkaiIntegrator.KEYRING);
    try (SessionFactory sessions = configuration.createEntityManagerFactory()) {
      assertThat(sessions.isOpen()).isTrue();
    }
  }

  @Entity
  @Immutable
  @org.hibernate.annotations.Cache(
      usage = org.hibernate.annotations.CacheConcurrencyStrategy.READ_ONLY)
  static class Frozen {
    @Id long id;

    @Encrypted(dek = "users")
    EncryptedValue secret;
  }

  @Test
  void a_cache_that_holds_entities_themselves() {
    HibernatePersistenceConfiguration configuration = site.configuration(Frozen.class);
    configuration.property("hibernate.cache.region.factory_class", new SeenCache());
    configuration.property("hibernate.cache.use_reference_entries", true);
    assertRefused("second-level cache with its plaintext", configuration);
  }

  private static void assertRefused(String why, Class<?>... entity) {
    HibernatePersistenceConfiguration configuration = site.configuration(entity);
    configuration.property("hibernate.hbm2ddl.auto", "none");
    // no look at the database, which none of them needs
    configuration.property("hibernate.boot.allow_jdbc_metadata_access", false);
    configuration.property("hibernate.dialect", "org.hibernate.dialect.PostgreSQLDialect");
    assertRefused(why, configuration);
  }

  private static void assertRefused(String why, HibernatePersistenceConfiguration configuration) {
    assertThatThrownBy(
            () -> {
              try (SessionFactory sessions = configuration.createEntityManagerFactory()) {
                assertThat(sessions).as("is not to be built").isNull();
              }
            })
        .isNotInstanceOf(AssertionError.class)
        .hasStackTraceContaining("@Encrypted is refused: ")
        .hasStackTraceContaining(why);
  }
}
