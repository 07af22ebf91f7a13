package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class ChangedRowsOnPostgresTest extends ChangedRowsTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(ChangedRowsOnPostgresTest.class);
  }
}
