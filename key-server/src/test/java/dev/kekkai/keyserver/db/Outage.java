package dev.kekkai.keyserver.db;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections of a database that can go away and come back. */
public final class Outage extends PlainDataSource {
  private final DataSource connections;
  private volatile boolean away;

  /** Over a database that is there. */
  public Outage(DataSource connections) {
    this.connections = connections;
  }

  /** Whether it is away. */
  public void setAway(boolean away) {
    this.away = away;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (away) {
      throw new SQLException("the database is away");
    }
    return connections.getConnection();
  }
}
