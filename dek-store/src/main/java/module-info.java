/** The life cycle of DEKs: keyring, store, rotation. */
@SuppressWarnings("requires-automatic") // Flyway has no module name of its own
module dev.kekkai.dekstore {
  requires com.zaxxer.hikari;
  requires transitive dev.kekkai.formats;
  requires transitive dev.kekkai.provider;
  requires transitive java.sql;
  requires flyway.core;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.kekkai.dekstore;
  exports dev.kekkai.dekstore.column;
  exports dev.kekkai.dekstore.jdbc;
}
