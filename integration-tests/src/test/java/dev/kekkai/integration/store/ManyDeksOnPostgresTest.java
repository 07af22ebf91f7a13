package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class ManyDeksOnPostgresTest extends ManyDeksTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(ManyDeksOnPostgresTest.class);
  }
}
