/** The remote decryption service. */
@SuppressWarnings({
  "requires-automatic",
  "requires-transitive-automatic"
}) // Flyway, Bucket4j and Micrometer have no module-info
module dev.kekkai.keyserver {
  requires com.zaxxer.hikari;
  requires transitive dev.kekkai.formats;
  requires dev.kekkai.micrometer;
  requires transitive dev.kekkai.provider;
  requires flyway.core;
  requires io.github.bucket4j.core;
  requires io.github.bucket4j.postgresql;
  requires transitive java.net.http;
  requires transitive java.sql;
  requires transitive micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.bouncycastle.provider;
  requires org.eclipse.jetty.alpn.server;
  requires org.eclipse.jetty.http2.server;
  requires org.eclipse.jetty.server;
  requires org.slf4j;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;
  requires static transitive org.jspecify;

  exports dev.kekkai.keyserver;
  exports dev.kekkai.keyserver.alarm;
  exports dev.kekkai.keyserver.audit;
  exports dev.kekkai.keyserver.audit.format;
  exports dev.kekkai.keyserver.audit.json;
  exports dev.kekkai.keyserver.audit.reject;
  exports dev.kekkai.keyserver.audit.verify;
  exports dev.kekkai.keyserver.audit.witness;
  exports dev.kekkai.keyserver.config;
  exports dev.kekkai.keyserver.db;
  exports dev.kekkai.keyserver.registry;
  exports dev.kekkai.keyserver.syslog;
  exports dev.kekkai.keyserver.webhook;
}
