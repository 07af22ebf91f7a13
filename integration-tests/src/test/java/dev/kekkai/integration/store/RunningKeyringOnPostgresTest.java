package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class RunningKeyringOnPostgresTest extends RunningKeyringTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(RunningKeyringOnPostgresTest.class);
  }
}
