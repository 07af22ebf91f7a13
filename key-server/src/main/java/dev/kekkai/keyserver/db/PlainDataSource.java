package dev.kekkai.keyserver.db;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A source of connections and no more: what it opens is decided by {@link #getConnection()}. */
abstract class PlainDataSource implements DataSource {
  @Override
  public final Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("User and password are set already");
  }

  @Override
  public final @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public final void setLogWriter(@Nullable PrintWriter out) {
    // SLF4J is the log
  }

  @Override
  public final void setLoginTimeout(int seconds) {
    // the settings say how long
  }

  @Override
  public final int getLoginTimeout() {
    return 0;
  }

  @Override
  public final java.util.logging.Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("SLF4J is the log");
  }

  @Override
  public final <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("Wraps nothing");
  }

  @Override
  public final boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
