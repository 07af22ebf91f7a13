package dev.kekkai.dekstore.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the writers of an H2 database in one by one, whole transactions at a time. H2 (2.5.252 and
 * earlier) repeats a step of a rollback when its store is written meanwhile; the repeated step
 * overwrites what another transaction has put into the row since, committed or not, although both
 * locked it. Where that row is the store's head, it no longer fits the rows. PostgreSQL's writers
 * need no turns.
 */
final class WriterTurn {
  private static final Lock H2_WRITERS = new ReentrantLock(true);

  private WriterTurn() {}

  /** To be held from before the first statement until the transaction has ended. */
  static Lock of(Connection connection) throws SQLException {
    return Durability.isPostgreSql(connection) ? new ReentrantLock() : H2_WRITERS;
  }
}
