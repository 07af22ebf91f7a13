package dev.kekkai.integration.store;

import dev.kekkai.testkit.OneToken;
import java.nio.file.Path;

/** The same on PostgreSQL. */
@OneToken
class DualReadColumnOnPostgresTest extends DualReadColumnTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(DualReadColumnOnPostgresTest.class);
  }
}
