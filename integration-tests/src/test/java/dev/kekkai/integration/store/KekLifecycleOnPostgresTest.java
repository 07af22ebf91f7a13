package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class KekLifecycleOnPostgresTest extends KekLifecycleTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(KekLifecycleOnPostgresTest.class);
  }
}
