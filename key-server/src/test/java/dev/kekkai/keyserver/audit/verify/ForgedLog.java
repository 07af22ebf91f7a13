package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.AuditLines;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Bytes;
import dev.kekkai.keyserver.audit.format.ChainHeader;
import dev.kekkai.keyserver.audit.format.HashChain;
import dev.kekkai.keyserver.audit.format.Seal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/**
 * A log in the hands of somebody who can write to the database and knows the code: he changes what
 * he likes and computes every hash anew. What he has not is the seal key.
 */
final class ForgedLog {
  final List<Chain> chains = new ArrayList<>();

  /** One chain. */
  static final class Chain {
    ChainHeader header;
    final List<byte[]> entries = new ArrayList<>();
    final List<AuditRow.SealRow> seals = new ArrayList<>();

    /** The head after each entry; the first is the one before any. */
    List<Bytes> heads() {
      List<Bytes> heads = new ArrayList<>();
      heads.add(HashChain.start(header.encoded()));
      entries.forEach(entry -> heads.add(HashChain.next(heads.get(heads.size() - 1), entry)));
      return heads;
    }
  }

  static ForgedLog copyOf(AuditSource source) throws Exception {
    ForgedLog log = new ForgedLog();
    for (AuditRow row : AuditLines.of(source)) {
      if (row instanceof AuditRow.Chain chain) {
        Chain copy = new Chain();
        copy.header = ChainHeader.decode(chain.header().array());
        log.chains.add(copy);
      } else if (row instanceof AuditRow.Entry entry) {
        log.chain(entry.chain()).entries.add(entry.entry().array());
      } else if (row instanceof AuditRow.SealRow seal) {
        log.chain(seal.chain()).seals.add(seal);
      }
    }
    return log;
  }

  ForgedLog copy() {
    ForgedLog log = new ForgedLog();
    for (Chain chain : chains) {
      Chain copy = new Chain();
      copy.header = chain.header;
      copy.entries.addAll(chain.entries);
      copy.seals.addAll(chain.seals);
      log.chains.add(copy);
    }
    return log;
  }

  Chain chain(UUID id) {
    return chains.stream()
        .filter(chain -> chain.header.chain().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** What no signature covers is made to fit: numbers, what a beginning says of others, hashes. */
  void makeConsistent() throws Exception {
    List<Chain> before = new ArrayList<>();
    for (Chain chain : chains) {
      ChainHeader old = chain.header;
      Chain last = before.isEmpty() ? null : before.get(before.size() - 1);
      Chain own = null;
      for (Chain one : before) {
        own = one.header.server().equals(old.server()) ? one : own;
      }
      chain.header =
          new ChainHeader(
              old.chain(),
              before.size() + 1,
              old.server(),
              old.time(),
              last == null
                  ? null
                  : new ChainHeader.Previous(
                      last.header.chain(), HashChain.start(last.header.encoded())),
              own == null || own.seals.isEmpty() ? null : newestSealOf(own));
      before.add(chain);
    }
  }

  private static ChainHeader.SealedPoint newestSealOf(Chain chain) throws Exception {
    Seal seal = Seal.decode(chain.seals.get(chain.seals.size() - 1).seal().array());
    return new ChainHeader.SealedPoint(seal.chain(), seal.number(), seal.sequence(), seal.head());
  }

  List<AuditRow> rows() {
    List<AuditRow> rows = new ArrayList<>();
    for (Chain chain : chains) {
      ChainHeader header = chain.header;
      rows.add(
          new AuditRow.Chain(
              header.chain(), header.number(), header.server(), Bytes.of(header.encoded())));
    }
    for (Chain chain : chains) {
      addRows(rows, chain);
    }
    return rows;
  }

  private static void addRows(List<AuditRow> rows, Chain chain) {
    List<Bytes> heads = chain.heads();
    Iterator<AuditRow.SealRow> seals = chain.seals.iterator();
    AuditRow.SealRow seal = seals.hasNext() ? seals.next() : null;
    for (int sequence = 1; sequence <= chain.entries.size(); sequence++) {
      while (seal != null && seal.sequence() < sequence) {
        rows.add(seal);
        seal = seals.hasNext() ? seals.next() : null;
      }
      rows.add(
          new AuditRow.Entry(
              chain.header.chain(),
              sequence,
              heads.get(sequence),
              Bytes.of(chain.entries.get(sequence - 1))));
    }
    while (seal != null) {
      rows.add(seal);
      seal = seals.hasNext() ? seals.next() : null;
    }
  }

  AuditSource source() {
    return source(rows());
  }

  static AuditSource source(List<AuditRow> rows) {
    return () -> {
      Iterator<AuditRow> iterator = rows.iterator();
      return new AuditReader() {
        @Override
        public AuditItem next() {
          return iterator.hasNext() ? new AuditItem.Row(iterator.next()) : null;
        }

        @Override
        public void close() {
          // nothing is open
        }
      };
    };
  }

  /** Puts this log in place of the one in the database, in the connection's transaction. */
  void writeTo(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("delete from audit_entry; delete from audit_seal; delete from audit_chain");
    }
    try (PreparedStatement chain =
            connection.prepareStatement("insert into audit_chain values (?, ?, ?, ?)");
        PreparedStatement entry =
            connection.prepareStatement("insert into audit_entry values (?, ?, ?, ?)");
        PreparedStatement seal =
            connection.prepareStatement("insert into audit_seal values (?, ?, ?, ?, ?)")) {
      for (AuditRow row : rows()) {
        if (row instanceof AuditRow.Chain one) {
          set(chain, one.chain(), one.number(), one.server(), one.header().array());
        } else if (row instanceof AuditRow.Entry one) {
          set(entry, one.chain(), one.sequence(), one.hash().array(), one.entry().array());
        } else if (row instanceof AuditRow.SealRow one) {
          set(
              seal,
              one.chain(),
              one.number(),
              one.sequence(),
              one.seal().array(),
              one.signature().array());
        }
      }
      chain.executeBatch();
      entry.executeBatch();
      seal.executeBatch();
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
  }
}
