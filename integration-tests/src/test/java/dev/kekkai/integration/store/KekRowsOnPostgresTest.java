package dev.kekkai.integration.store;

import dev.kekkai.testkit.OneToken;
import java.nio.file.Path;

/** The same on PostgreSQL. */
@OneToken
class KekRowsOnPostgresTest extends KekRowsTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(KekRowsOnPostgresTest.class);
  }
}
