package dev.kekkai.integration.store.kill;

import dev.kekkai.integration.keyserver.Postgres;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** All processes share one database, which is killed together with some of them. */
class MakersKilledOnPostgresTest extends MakersKilledContract {
  private final ReadWriteLock database = new ReentrantReadWriteLock();
  private String url = "";
  private volatile int outages;
  private volatile int disturbances;

  @Override
  String url(Path folder, int lane) throws Exception {
    if (url.isEmpty()) {
      url = Postgres.shared().newDatabase() + "?user=" + Postgres.USER;
    }
    return url;
  }

  @Override
  void kill(Child child, boolean withStore) throws Exception {
    if (!withStore) {
      child.kill();
      return;
    }
    database.writeLock().lock();
    try {
      outages++;
      disturbances++;
      Postgres.Killed killed = Postgres.shared().kill();
      child.kill();
      Postgres.shared().start(killed);
    } finally {
      disturbances++;
      database.writeLock().unlock();
    }
  }

  @Override
  int outages() {
    return outages;
  }

  @Override
  int disturbances() {
    return disturbances;
  }

  @Override
  void undisturbed(Work work) throws Exception {
    database.readLock().lock();
    try {
      work.run();
    } finally {
      database.readLock().unlock();
    }
  }
}
