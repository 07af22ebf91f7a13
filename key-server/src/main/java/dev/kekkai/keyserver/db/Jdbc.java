package dev.kekkai.keyserver.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Statements and transactions in a few words. Each call takes a connection of its own. */
public final class Jdbc {
  private final DataSource connections;

  /**
   * Over a source of connections.
   *
   * @param connections lends a connection to each call
   */
  public Jdbc(DataSource connections) {
    this.connections = connections;
  }

  /**
   * Runs work and commits; rolls back when it throws.
   *
   * @param <T> what it finds
   * @param work what to do
   * @return what it returned
   * @throws SQLException when it failed; when the commit did, it may have taken place all the same
   */
  public <T> T transaction(Work<T> work) throws SQLException {
    try (Connection connection = connections.getConnection()) {
      return transaction(connection, work);
    }
  }

  /**
   * Runs work on a connection and commits; rolls back when it throws.
   *
   * @param <T> what it finds
   * @param connection commits by itself again afterwards, unless it broke
   * @param work what to do
   * @return what it returned
   * @throws SQLException when it failed; when the commit did, it may have taken place all the same
   */
  public static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T result;
    try {
      result = work.on(connection);
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      undo(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
    return result;
  }

  /** What goes wrong here is told beside the reason, not in its place. */
  private static void undo(Connection connection, Throwable reason) {
    try {
      connection.rollback();
      connection.setAutoCommit(true); // not after a failed rollback: it would commit
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /**
   * Runs one statement that changes rows, and commits.
   *
   * @param sql the statement
   * @param binder sets its parameters
   * @return how many rows changed
   * @throws SQLException when it failed
   */
  public int update(String sql, Binder binder) throws SQLException {
    try (Connection connection = connections.getConnection()) {
      return update(connection, sql, binder);
    }
  }

  /**
   * Runs one statement that changes rows, in the connection's transaction.
   *
   * @param connection where
   * @param sql the statement
   * @param binder sets its parameters
   * @return how many rows changed
   * @throws SQLException when it failed
   */
  public static int update(Connection connection, String sql, Binder binder) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      return statement.executeUpdate();
    }
  }

  /**
   * Runs a query.
   *
   * @param <T> what a row is made into
   * @param sql the query
   * @param binder sets its parameters
   * @param reader reads a row
   * @return all rows, in order
   * @throws SQLException when it failed
   */
  public <T> List<T> query(String sql, Binder binder, Reader<T> reader) throws SQLException {
    try (Connection connection = connections.getConnection()) {
      return query(connection, sql, binder, reader);
    }
  }

  /**
   * Runs a query in the connection's transaction.
   *
   * @param <T> what a row is made into
   * @param connection where
   * @param sql the query
   * @param binder sets its parameters
   * @param reader reads a row
   * @return all rows, in order
   * @throws SQLException when it failed
   */
  public static <T> List<T> query(
      Connection connection, String sql, Binder binder, Reader<T> reader) throws SQLException {
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

  /**
   * Whether a row could not be added because one of its key is there.
   *
   * @param e what the database said
   * @return true for SQLState 23505
   */
  public static boolean isDuplicate(SQLException e) {
    return "23505".equals(e.getSQLState());
  }

  /**
   * What is done in a transaction.
   *
   * @param <T> what it finds
   */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Does it.
     *
     * @param connection in a transaction
     * @return what was found
     * @throws SQLException when it failed
     */
    T on(Connection connection) throws SQLException;
  }

  /** Sets parameters. */
  @FunctionalInterface
  public interface Binder {
    /** For statements without parameters. */
    Binder NOTHING = statement -> {};

    /**
     * Sets all of them.
     *
     * @param statement the statement, numbered from 1
     * @throws SQLException when it failed
     */
    void bind(PreparedStatement statement) throws SQLException;
  }

  /**
   * Reads rows.
   *
   * @param <T> what a row is made into
   */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Reads the row that it stands at.
     *
     * @param row not to be moved
     * @return what it is made into
     * @throws SQLException when it failed
     */
    T read(ResultSet row) throws SQLException;
  }
}
