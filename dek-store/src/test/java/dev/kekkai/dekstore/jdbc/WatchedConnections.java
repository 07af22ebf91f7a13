package dev.kekkai.dekstore.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Data sources and connections that behave as pools and broken networks do. */
final class WatchedConnections {
  private WatchedConnections() {}

  /** Lends a connection. */
  interface Lender {
    Connection lend() throws SQLException;
  }

  static DataSource source(Lender lender) {
    return (DataSource)
        Proxy.newProxyInstance(
            WatchedConnections.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, args) -> lender.lend());
  }

  /** As a pool lends it: closing it closes nothing. */
  static Connection pooled(Connection connection) {
    return except(connection, Set.of("close"), null);
  }

  /** One whose rollback fails. */
  static Connection withoutRollback(Connection connection) {
    return except(connection, Set.of("rollback"), new SQLException("no rollback"));
  }

  /** Something happens just before it is closed. */
  static Connection beforeClose(Connection connection, Happening what) {
    return (Connection)
        Proxy.newProxyInstance(
            WatchedConnections.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, args) -> {
              if (method.getName().equals("close")) {
                what.happens();
              }
              return invoked(connection, method, args);
            });
  }

  /** Something that somebody else does. */
  interface Happening {
    void happens() throws SQLException;
  }

  private static Object invoked(Connection connection, Method method, Object[] args)
      throws Throwable {
    try {
      return method.invoke(connection, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Connection except(
      Connection connection, Set<String> methods, @Nullable SQLException trouble) {
    return (Connection)
        Proxy.newProxyInstance(
            WatchedConnections.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, args) -> {
              if (!methods.contains(method.getName())) {
                return invoked(connection, method, args);
              }
              if (trouble != null) {
                throw trouble;
              }
              return null;
            });
  }
}
