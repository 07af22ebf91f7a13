package dev.kekkai.dekstore.jdbc;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import javax.sql.DataSource;

/**
 * Connections, transactions and what their failures mean. Each call takes a connection of its own.
 */
final class Jdbc {
  private final DataSource connections;

  Jdbc(DataSource connections) {
    this.connections = connections;
  }

  /** Runs work and commits durably; rolls back when it throws. */
  <T> T transaction(String what, Work<T> work) throws TokenException {
    try (Connection connection = connections.getConnection()) {
      Lock turn = WriterTurn.of(connection);
      turn.lock();
      try {
        return transaction(connection, work);
      } finally {
        turn.unlock();
      }
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  private static <T> T transaction(Connection connection, Work<T> work)
      throws SQLException, TokenException {
    boolean before = connection.getAutoCommit();
    connection.setAutoCommit(false);
    T result;
    try {
      Durability.commitDurably(connection);
      result = work.on(connection);
      connection.commit();
    } catch (SQLException | TokenException | RuntimeException | Error e) {
      undo(connection, before, e);
      throw e;
    }
    connection.setAutoCommit(before);
    return result;
  }

  /** Runs statements and commits durably; rolls back when one throws, or the answer is false. */
  boolean atomically(Statements work) throws SQLException {
    try (Connection connection = connections.getConnection()) {
      Lock turn = WriterTurn.of(connection);
      turn.lock();
      try {
        return atomically(connection, work);
      } finally {
        turn.unlock();
      }
    }
  }

  private static boolean atomically(Connection connection, Statements work) throws SQLException {
    boolean before = connection.getAutoCommit();
    connection.setAutoCommit(false);
    boolean result;
    try {
      Durability.commitDurably(connection);
      result = work.on(connection);
      if (result) {
        connection.commit();
      } else {
        connection.rollback();
      }
    } catch (SQLException | RuntimeException | Error e) {
      undo(connection, before, e);
      throw e;
    }
    connection.setAutoCommit(before);
    return result;
  }

  /** Runs queries. */
  <T> T reading(String what, Queries<T, RuntimeException> work) {
    try (Connection connection = connections.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  /** Runs queries that all see the database as it was at one moment. */
  <T, E extends Exception> T snapshot(String what, Queries<T, E> work) throws E {
    try (Connection connection = connections.getConnection()) {
      boolean before = connection.getAutoCommit();
      int isolation = connection.getTransactionIsolation();
      connection.setTransactionIsolation(Durability.snapshotIsolation(connection));
      connection.setAutoCommit(false);
      T result;
      try {
        result = work.on(connection);
        connection.rollback();
      } catch (Exception | Error e) {
        undo(connection, before, e);
        restoreIsolation(connection, isolation, e);
        throw e;
      }
      connection.setAutoCommit(before);
      connection.setTransactionIsolation(isolation);
      return result;
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  /** What goes wrong here is told beside the reason, not in its place. */
  private static void undo(Connection connection, boolean autoCommit, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
      return; // auto-commit would commit what could not be rolled back
    }
    restore(connection, autoCommit, reason);
  }

  private static void restore(Connection connection, boolean autoCommit, Throwable reason) {
    try {
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  private static void restoreIsolation(Connection connection, int isolation, Throwable reason) {
    try {
      connection.setTransactionIsolation(isolation);
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  <T> List<T> query(String what, String sql, Binder binder, Reader<T> reader) {
    try (Connection connection = connections.getConnection()) {
      return query(connection, sql, binder, reader);
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  static <T> List<T> query(Connection connection, String sql, Binder binder, Reader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (rows.next()) {
          found.add(reader.read(rows));
        }
        return found;
      }
    }
  }

  static int update(Connection connection, String sql, Binder binder) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      return statement.executeUpdate();
    }
  }

  /** Runs one statement for each value, in one round trip; how many rows each changed. */
  static <V> int[] batch(Connection connection, String sql, List<V> values, EachBinder<V> binder)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (V value : values) {
        binder.bind(statement, value);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  /** Runs one statement for each value, each to change one row; the values whose row it changed. */
  static <V> List<V> eachOnce(
      Connection connection, String sql, List<V> values, EachBinder<V> binder) throws SQLException {
    int[] counts = batch(connection, sql, values, binder);
    List<V> changed = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 1) {
        changed.add(values.get(i));
      }
    }
    return changed;
  }

  /** SQLState 23505: a unique constraint, here always a name that is taken. */
  static boolean isDuplicate(SQLException e) {
    return "23505".equals(e.getSQLState());
  }

  static StoreException failed(String what, SQLException e) {
    return new StoreException("The DEK store could not " + what + ": " + e.getMessage(), e);
  }

  interface Work<T> {
    T on(Connection connection) throws SQLException, TokenException;
  }

  interface Queries<T, E extends Exception> {
    T on(Connection connection) throws SQLException, E;
  }

  interface Statements {
    boolean on(Connection connection) throws SQLException;
  }

  interface EachBinder<V> {
    void bind(PreparedStatement statement, V value) throws SQLException;
  }

  interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }
}
