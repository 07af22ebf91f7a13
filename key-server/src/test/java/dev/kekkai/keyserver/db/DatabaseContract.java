package dev.kekkai.keyserver.db;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Tests that are the same for every database, each of which begins with empty tables. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class DatabaseContract {
  /** With its tables. */
  protected TestDatabase database;

  /** Its connections, which can be away. */
  protected Outage connections;

  /** Which database it is. */
  protected abstract TestDatabase open();

  @BeforeAll
  void openDatabase() {
    database = open();
    connections = new Outage(database.connections());
  }

  @AfterAll
  void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.clean();
    connections.setAway(false);
  }
}
