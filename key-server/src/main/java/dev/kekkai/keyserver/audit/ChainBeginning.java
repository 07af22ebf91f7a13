package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.AuditFormatException;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Bytes;
import dev.kekkai.keyserver.audit.format.ChainHeader;
import dev.kekkai.keyserver.audit.format.HashChain;
import dev.kekkai.keyserver.audit.format.Seal;
import dev.kekkai.keyserver.audit.format.SignedSeal;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.Jdbc;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins chains: each takes the next place in the line of all chains, names the one before it and
 * the newest seal of the same server's chain before, and is there only with the seal over all that.
 */
final class ChainBeginning {
  private static final Logger LOG = LoggerFactory.getLogger(ChainBeginning.class);

  /** Servers that start at once want the same place; each attempt serves one of them. */
  private static final int ATTEMPTS = 100;

  private final Database database;
  private final String server;
  private final Clock clock;

  ChainBeginning(Database database, String server, Clock clock) {
    this.database = database;
    this.server = server;
    this.clock = clock;
  }

  /** A chain that has begun, and the seal over its start. */
  record Begun(LiveChain chain, SignedSeal start) {}

  Begun begin(Sealer sealer) throws SQLException, GeneralSecurityException {
    for (int attempt = 1; ; attempt++) {
      try {
        return tryOnce(sealer);
      } catch (SQLException e) {
        if (!Jdbc.isDuplicate(e) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Begun tryOnce(Sealer sealer) throws SQLException, GeneralSecurityException {
    try (Connection connection = database.dedicated()) {
      // outside of a transaction: the HSM may take its time
      ChainHeader header = header(connection);
      Bytes encoded = Bytes.of(header.encoded());
      LiveChain chain = new LiveChain(header.chain(), HashChain.start(encoded.array()));
      SignedSeal start = sealer.signStart(Head.startOf(chain));
      AuditRow.Chain row =
          new AuditRow.Chain(header.chain(), header.number(), header.server(), encoded);
      Jdbc.transaction(connection, inside -> insert(inside, row, start));
      return new Begun(chain, start);
    }
  }

  private ChainHeader header(Connection connection) throws SQLException {
    AuditRow.Chain newest = AuditSql.newestChain(connection);
    return new ChainHeader(
        UUID.randomUUID(),
        newest == null ? 1 : newest.number() + 1,
        server,
        clock.instant(),
        newest == null
            ? null
            : new ChainHeader.Previous(newest.chain(), HashChain.start(newest.header().array())),
        ownNewestSeal(connection));
  }

  private ChainHeader.@Nullable SealedPoint ownNewestSeal(Connection connection)
      throws SQLException {
    AuditRow.Chain own = AuditSql.newestChainOf(connection, server);
    AuditRow.SealRow row = own == null ? null : AuditSql.newestSealOf(connection, own.chain());
    if (row == null) {
      return null;
    }
    try {
      Seal seal = Seal.decode(row.seal().array());
      return new ChainHeader.SealedPoint(seal.chain(), seal.number(), seal.sequence(), seal.head());
    } catch (AuditFormatException e) {
      LOG.error(
          "The newest seal of this server's audit chain before is no seal: {}; verify the audit log",
          e.getMessage());
      return null;
    }
  }

  private static int insert(Connection connection, AuditRow.Chain chain, SignedSeal start)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(AuditSql.INSERT_CHAIN)) {
      AuditSql.bind(insert, chain);
      insert.executeUpdate();
    }
    try (PreparedStatement insert = connection.prepareStatement(AuditSql.INSERT_SEAL)) {
      AuditSql.bind(insert, AuditRow.SealRow.of(start));
      return insert.executeUpdate();
    }
  }
}
