/** What an application server needs: seals offline, opens through the key server. */
module dev.kekkai.client {
  requires static transitive org.jspecify;
  requires transitive dev.kekkai.formats;
  requires transitive java.net.http;
  requires org.slf4j;
  requires tools.jackson.core;

  exports dev.kekkai.client;
}
