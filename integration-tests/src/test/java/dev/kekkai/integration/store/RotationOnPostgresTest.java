package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class RotationOnPostgresTest extends RotationTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(RotationOnPostgresTest.class);
  }
}
