package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class HsmOnlyKekOnPostgresTest extends HsmOnlyKekTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(HsmOnlyKekOnPostgresTest.class);
  }
}
