package dev.kekkai.integration.store;

import dev.kekkai.testkit.OneToken;
import java.nio.file.Path;

/** The same on PostgreSQL. */
@OneToken
class RunningKeyringOnPostgresTest extends RunningKeyringTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(RunningKeyringOnPostgresTest.class);
  }
}
