package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class KeyringOnPostgresTest extends KeyringTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(KeyringOnPostgresTest.class);
  }
}
