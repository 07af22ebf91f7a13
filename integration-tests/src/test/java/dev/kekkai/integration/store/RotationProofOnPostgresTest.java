package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class RotationProofOnPostgresTest extends RotationProofTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(RotationProofOnPostgresTest.class);
  }
}
