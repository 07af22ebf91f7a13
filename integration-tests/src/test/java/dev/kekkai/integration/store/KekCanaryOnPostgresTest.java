package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class KekCanaryOnPostgresTest extends KekCanaryTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(KekCanaryOnPostgresTest.class);
  }
}
