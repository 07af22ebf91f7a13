package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class BlindIndexOnPostgresTest extends BlindIndexTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(BlindIndexOnPostgresTest.class);
  }
}
