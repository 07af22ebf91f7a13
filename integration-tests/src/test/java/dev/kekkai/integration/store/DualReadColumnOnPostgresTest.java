package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class DualReadColumnOnPostgresTest extends DualReadColumnTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(DualReadColumnOnPostgresTest.class);
  }
}
