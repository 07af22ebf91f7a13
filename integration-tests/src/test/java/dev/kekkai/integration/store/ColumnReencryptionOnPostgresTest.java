package dev.kekkai.integration.store;

import dev.kekkai.testkit.OneToken;
import java.nio.file.Path;

@OneToken
class ColumnReencryptionOnPostgresTest extends ColumnReencryptionTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(getClass());
  }
}
