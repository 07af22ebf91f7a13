package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class KekRowsOnPostgresTest extends KekRowsTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(KekRowsOnPostgresTest.class);
  }
}
