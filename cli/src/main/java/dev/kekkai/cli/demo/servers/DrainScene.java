package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.demo.Story;
import dev.kekkai.client.ForbiddenException;
import dev.kekkai.client.KeyServerException;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.registry.RegistryStore;
import dev.kekkai.keyserver.registry.Suspension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A stolen credential drains the vault, until the alarm suspends it. */
final class DrainScene {
  private static final String PERIODS = "select periods from client_baseline where periods >= 4";
  private static final String MEAN = "select round(mean, 1) from client_baseline";
  private static final String ALARM = "select detail from alarm where kind = 'rate' and suspended";

  private static final int TRIES = 40;
  private static final long PAUSE_MILLIS = 250;
  private static final long MOST_SECONDS = 30;

  private final Vault vault;
  private final Story story;
  private final Database database;

  DrainScene(Vault vault, Database database) {
    this.vault = vault;
    this.story = vault.story();
    this.database = database;
  }

  void play() throws KeyServerException, SQLException, InterruptedException {
    story.scene("Somebody with the application's credentials drains the vault");
    workAsUsual();
    story.fact("this client's usual, as learned", read(MEAN) + " items opened in a second");
    story.fact("the rule in key-server.yaml", "an alarm, and the client is suspended, when it has");
    story.fact("", "three times its usual opened in a second, and 20 items at least");
    int taken = drain();
    story.fact("the alarm, as it was told", alarm());
    List<Suspension> suspended =
        new RegistryStore(database.connections(), Clock.systemUTC()).suspensions();
    story.claim(suspended.size() == 1, "nobody is suspended");
    story.fact("the thief got", taken + " items before the door shut");
    story.shown(
        "suspended until resumed by hand",
        suspended.get(0).client() + ", by " + suspended.get(0).by());
  }

  /** Some four items a second, for so long that it is known as usual. */
  private void workAsUsual() throws KeyServerException, SQLException, InterruptedException {
    long end = System.nanoTime() + MOST_SECONDS * 1_000_000_000L;
    while (read(PERIODS).isEmpty()) {
      story.claim(System.nanoTime() - end < 0, "nothing was learned of what is usual");
      open("order-002");
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** What was written down of the alarm, which may take a moment longer than the suspension. */
  private String alarm() throws SQLException, InterruptedException {
    String alarm = read(ALARM);
    for (int i = 0; alarm.isEmpty() && i < TRIES; i++) {
      Thread.sleep(PAUSE_MILLIS);
      alarm = read(ALARM);
    }
    story.claim(!alarm.isEmpty(), "the client was suspended without an alarm");
    return alarm;
  }

  /** The one text that a query finds; empty when it finds none. */
  private String read(String query) throws SQLException {
    try (Connection connection = database.connections().getConnection();
        PreparedStatement statement = connection.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private int drain() throws KeyServerException {
    long end = System.nanoTime() + MOST_SECONDS * 1_000_000_000L;
    int taken = 0;
    while (System.nanoTime() < end) {
      for (Map.Entry<String, String> row : vault.items().entrySet()) {
        try {
          vault.clients().keyServer().open(row.getValue(), Vault.place(row.getKey()));
          taken++;
        } catch (ForbiddenException e) {
          story.refused("then", String.valueOf(e.getMessage()));
          return taken;
        }
      }
    }
    story.claim(false, "the alarm did not suspend the client within " + MOST_SECONDS + " s");
    return taken;
  }

  private void open(String order) throws KeyServerException {
    vault.clients().keyServer().open(vault.item(order), Vault.place(order));
  }
}
