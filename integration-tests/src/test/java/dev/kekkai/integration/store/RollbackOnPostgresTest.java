package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class RollbackOnPostgresTest extends RollbackTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(RollbackOnPostgresTest.class);
  }
}
