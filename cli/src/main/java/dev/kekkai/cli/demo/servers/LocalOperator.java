package dev.kekkai.cli.demo.servers;

import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.registry.RegistryStore;
import dev.kekkai.keyserver.registry.Suspension;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** The operator of a key server that is a process beside this one. */
final class LocalOperator implements Operator {
  private static final String USUAL =
      "select round(mean, 1) from client_baseline where periods >= 4";
  private static final String ALARM = "select detail from alarm where kind = 'rate' and suspended";

  private final Servers servers;
  private final Database database;
  private final KekRotation rotation;

  LocalOperator(Servers servers, Database database, KekRotation rotation) {
    this.servers = servers;
    this.database = database;
    this.rotation = rotation;
  }

  @Override
  public void stop() throws InterruptedException {
    servers.stopKeyServer();
  }

  @Override
  public String start() throws IOException, InterruptedException {
    return "as process " + servers.startKeyServer();
  }

  @Override
  public void rotate() throws Exception {
    rotation.rotate();
  }

  @Override
  public String usual() throws SQLException {
    String mean = read(USUAL);
    return mean.isEmpty() ? "" : mean + " items opened in a second";
  }

  @Override
  public String alarm() throws SQLException {
    return read(ALARM);
  }

  @Override
  public String suspension() {
    List<Suspension> all =
        new RegistryStore(database.connections(), Clock.systemUTC()).suspensions();
    return all.size() == 1 ? all.get(0).client() + ", by " + all.get(0).by() : "";
  }

  /** The one text that a query finds; empty when it finds none. */
  private String read(String query) throws SQLException {
    try (Connection connection = database.connections().getConnection();
        PreparedStatement statement = connection.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  /** Makes the next version of the KEK on the token. */
  @FunctionalInterface
  interface KekRotation {
    void rotate() throws Exception;
  }
}
