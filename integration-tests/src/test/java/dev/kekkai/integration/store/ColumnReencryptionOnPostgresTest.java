package dev.kekkai.integration.store;

import java.nio.file.Path;

class ColumnReencryptionOnPostgresTest extends ColumnReencryptionTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(getClass());
  }
}
