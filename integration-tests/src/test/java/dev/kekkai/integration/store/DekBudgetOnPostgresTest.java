package dev.kekkai.integration.store;

import java.nio.file.Path;

/** The same on PostgreSQL. */
class DekBudgetOnPostgresTest extends DekBudgetTest {
  @Override
  String storeUrl(Path folder) throws Exception {
    return PostgresStore.url(DekBudgetOnPostgresTest.class);
  }
}
