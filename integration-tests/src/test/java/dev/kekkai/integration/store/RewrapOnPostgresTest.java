package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class RewrapOnPostgresTest extends RewrapTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(RewrapOnPostgresTest.class);
  }
}
