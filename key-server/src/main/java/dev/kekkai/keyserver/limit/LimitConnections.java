package dev.kekkai.keyserver.limit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.Dialect;
import java.time.Duration;

/**
 * Connections for nonces and quotas. On PostgreSQL their commits don't wait for the disk: nothing
 * is answered before the audit log's commit, which comes later and takes everything to the disk
 * that was committed before it. See docs/adr/0013.
 */
final class LimitConnections {
  /** One for the nonces, the others for as many buckets at a time. */
  private static final int CONNECTIONS = 8;

  private static final Duration WAIT = Duration.ofSeconds(3);

  private LimitConnections() {}

  /** A pool of its own, whose connections are looked at as those of the database's pool are. */
  static HikariDataSource of(Database database) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("kekkai-limits");
    config.setDataSource(database.dedicatedConnections());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(WAIT.toMillis());
    config.setValidationTimeout(WAIT.toMillis());
    config.setMaxLifetime(Database.LIFETIME.toMillis());
    config.setIdleTimeout(Database.IDLE.toMillis());
    if (database.dialect() == Dialect.POSTGRESQL) {
      config.setConnectionInitSql("set synchronous_commit = off");
    }
    return new HikariDataSource(config);
  }
}
