package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class RsaKekOnPostgresTest extends RsaKekTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(RsaKekOnPostgresTest.class);
  }
}
