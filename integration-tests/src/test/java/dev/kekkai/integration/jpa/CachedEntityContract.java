package dev.kekkai.integration.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.jpa.ColumnDecryptionException;
import dev.kekkai.jpa.EncryptedValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.hibernate.SessionFactory;
import org.hibernate.cache.spi.entry.StandardCacheEntryImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The second-level cache, and what a converter does otherwise than a bound attribute. */
abstract class CachedEntityContract {
  private static JpaSite site;
  private static SeenCache cache;
  private static SessionFactory sessions;

  @BeforeAll
  static void open() throws Exception {
    site = JpaSite.open();
    cache = new SeenCache();
    sessions =
        site.configuration(CachedUser.class)
            .property("hibernate.cache.region.factory_class", cache)
            .property("hibernate.cache.use_second_level_cache", true)
            .property("hibernate.resource.beans.container", new Beans(site.keyring()))
            .property(
                "hibernate.physical_naming_strategy",
                "org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy")
            .createEntityManagerFactory();
  }

  @AfterAll
  static void close() {
    sessions.close();
    site.close();
  }

  @Test
  void the_cache_holds_tokens_whoever_puts_the_entity_there() throws Exception {
    store("cached", "the first");
    assertThat(cached()).as("after insert").doesNotContain("the first").contains(token("cached"));
    cache.entities().clear();
    assertThat(load("cached").secret.text()).isEqualTo("the first");
    assertThat(cached()).as("after load").doesNotContain("the first").contains(token("cached"));
    sessions.inTransaction(
        session ->
            session.find(CachedUser.class, "cached").secret = EncryptedValue.of("the second"));
    assertThat(cached()).as("after update").doesNotContain("the second").contains(token("cached"));
    sessions.getStatistics().clear();
    assertThat(load("cached").secret.text()).as("from the cache").isEqualTo("the second");
    assertThat(sessions.getStatistics().getSecondLevelCacheHitCount()).isEqualTo(1);
  }

  @Test
  void an_entity_from_the_cache_is_not_dirty() throws Exception {
    store("clean", "one");
    String token = token("clean");
    sessions.getStatistics().clear();
    sessions.inTransaction(session -> session.find(CachedUser.class, "clean"));
    assertThat(sessions.getStatistics().getSecondLevelCacheHitCount()).isEqualTo(1);
    assertThat(sessions.getStatistics().getEntityUpdateCount()).isZero();
    sessions.inTransaction(session -> session.find(CachedUser.class, "clean").name = "renamed");
    assertThat(token("clean")).isEqualTo(token);
  }

  @Test
  void a_converter_stores_a_token_of_table_and_column_and_does_not_see_the_row() throws Exception {
    store("hinted", "x");
    store("thief", "y");
    sessions.inTransaction(session -> session.find(CachedUser.class, "hinted").hint = "hint");
    String token = column("hint", "hinted");
    assertThat(
            new String(
                site.keyring().decrypt(token, EncryptionContext.of("cached_user", "hint")),
                StandardCharsets.UTF_8))
        .isEqualTo("hint");
    site.write("update cached_user set hint = '" + token + "' where id = 'thief'");
    cache.entities().clear();
    assertThat(load("thief").hint).as("what a converter leaves open").isEqualTo("hint");
    site.write("update cached_user set hint = secret where id = 'thief'");
    cache.entities().clear();
    assertThatThrownBy(() -> load("thief"))
        .isExactlyInstanceOf(ColumnDecryptionException.class)
        .hasMessageContaining("cached_user.hint");
  }

  @Test
  void a_converter_keeps_null_and_makes_no_entity_dirty() throws Exception {
    store("plain", "x");
    assertThat(column("hint", "plain")).isNull();
    sessions.inTransaction(session -> session.find(CachedUser.class, "plain").hint = "h");
    String token = column("hint", "plain");
    cache.entities().clear();
    sessions.getStatistics().clear();
    sessions.inTransaction(session -> session.find(CachedUser.class, "plain"));
    assertThat(sessions.getStatistics().getEntityUpdateCount()).isZero();
    assertThat(column("hint", "plain")).isEqualTo(token);
  }

  @Test
  void an_entity_with_a_converter_leaves_its_plaintext_in_the_cache() {
    CachedUser user = new CachedUser("shown");
    user.secret = EncryptedValue.of("not shown");
    user.hint = "in clear";
    sessions.inTransaction(session -> session.persist(user));
    assertThat(cached()).contains("in clear").doesNotContain("not shown");
  }

  private static void store(String id, String secret) {
    CachedUser user = new CachedUser(id);
    user.secret = EncryptedValue.of(secret);
    sessions.inTransaction(session -> session.persist(user));
  }

  private static CachedUser load(String id) {
    return sessions.fromSession(session -> session.find(CachedUser.class, id));
  }

  private static String token(String id) throws Exception {
    return column("secret", id);
  }

  private static String column(String name, String id) throws Exception {
    return site.sql("select " + name + " from cached_user where id = ?", id);
  }

  private static String cached() {
    assertThat(cache.entities()).isNotEmpty();
    return cache.entities().values().stream()
        .map(CachedEntityContract::state)
        .collect(Collectors.joining("\n"));
  }

  /** The entry itself, or what the cache wraps around it. */
  private static String state(Object entry) {
    Object value =
        entry instanceof org.hibernate.cache.spi.support.AbstractReadWriteAccess.Item item
            ? item.getValue()
            : entry;
    return Arrays.toString(((StandardCacheEntryImpl) value).getDisassembledState());
  }
}
