package dev.kekkai.keyserver.limit;

import dev.kekkai.keyserver.db.Dialect;
import dev.kekkai.keyserver.db.Jdbc;
import dev.kekkai.keyserver.registry.Quota;
import dev.kekkai.keyserver.registry.RegisteredClient;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bucket4j's buckets in the table {@code bucket}, one row for each client and KEK, locked while
 * tokens are taken: all servers together grant no more than it holds. What many threads ask one
 * bucket for at a time goes to the database in one transaction. Thread-safe.
 *
 * <p>A row is there before Bucket4j looks for it: then users of a bucket that does not exist yet
 * can't fail each other's batch, and Bucket4j's own insertion, which H2 does not understand, is
 * never needed.
 */
final class DatabaseQuotas implements Quotas {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseQuotas.class);

  private static final String ADD_ROW = "insert into bucket (id) values (?)";
  private static final String ADD_ROW_ONCE = ADD_ROW + " on conflict do nothing";

  /** More are made anew: a registry has up to 1,000 clients, of which few are busy. */
  private static final int MAX_KEPT = 10_000;

  private final Jdbc jdbc;
  private final Dialect dialect;
  private final ProxyManager<String> buckets;
  private final Map<String, SharedBucket> kept = new ConcurrentHashMap<>();

  DatabaseQuotas(DataSource connections, Dialect dialect, TimeMeter clock) {
    this.jdbc = new Jdbc(connections);
    this.dialect = dialect;
    this.buckets =
        Bucket4jPostgreSQL.selectForUpdateBasedBuilder(connections)
            .primaryKeyMapper(PrimaryKeyMapper.STRING)
            .clientClock(clock)
            .build();
  }

  @Override
  public Duration take(RegisteredClient client, String kekName, int items)
      throws LimitUnavailableException {
    Optional<Quota> quota = client.quota(kekName);
    if (quota.isEmpty() || items > quota.get().capacity()) {
      return NEVER;
    }
    String id = id(client, kekName);
    long version = client.registryVersion();
    try {
      SharedBucket bucket = kept.get(id);
      if (bucket == null || bucket.version() < version) {
        bucket = create(id, quota.get(), version);
      }
      return bucket.take(items);
    } catch (SQLException e) {
      throw new LimitUnavailableException(
          "The database's quotas can't be used: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      kept.remove(id); // if its row is gone, it is made again
      throw LimitUnavailableException.of("quotas", e);
    }
  }

  @Override
  public void giveBack(RegisteredClient client, String kekName, int items) {
    SharedBucket bucket = kept.get(id(client, kekName));
    if (bucket == null) {
      return; // made anew meanwhile
    }
    try {
      bucket.giveBack(items);
    } catch (RuntimeException e) {
      LOG.debug("{} tokens of {} for {} are not given back", items, client.id(), kekName, e);
    }
  }

  private static String id(RegisteredClient client, String kekName) {
    return client.id() + "/" + kekName; // no name has a slash
  }

  private SharedBucket create(String id, Quota quota, long version) throws SQLException {
    addRow(id);
    SharedBucket created = new SharedBucket(version, proxy(id, quota, version));
    created.create();
    if (kept.size() >= MAX_KEPT) {
      kept.clear();
    }
    return kept.merge(id, created, (a, b) -> a.version() >= b.version() ? a : b);
  }

  /** A changed quota keeps the tokens there are, up to the new capacity, so that none are won. */
  private BucketProxy proxy(String id, Quota quota, long version) {
    BucketConfiguration configuration =
        BucketConfiguration.builder()
            .addLimit(
                limit ->
                    limit.capacity(quota.capacity()).refillGreedy(quota.refill(), quota.period()))
            .build();
    return buckets
        .builder()
        .withImplicitConfigurationReplacement(version, TokensInheritanceStrategy.AS_IS)
        .withOptimization(Optimizations.batching())
        .build(id, () -> configuration);
  }

  private void addRow(String id) throws SQLException {
    try {
      if (dialect == Dialect.POSTGRESQL) {
        jdbc.update(ADD_ROW_ONCE, statement -> statement.setString(1, id));
      } else {
        jdbc.update(ADD_ROW, statement -> statement.setString(1, id));
      }
    } catch (SQLException e) {
      if (!Jdbc.isDuplicate(e)) {
        throw e;
      }
    }
  }
}
