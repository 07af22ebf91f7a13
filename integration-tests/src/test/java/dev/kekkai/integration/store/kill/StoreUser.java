package dev.kekkai.integration.store.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekkaiProvider;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * An application that encrypts and decrypts all the time, while others change and kill what it
 * works with. It holds few DEKs open, so that it reads rows all the time, too.
 */
final class StoreUser implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int MOST_OPEN = 20;

  /** Connections that a dead database leaves in the pool, each of which fails once. */
  private static final int CONNECTIONS = 8;

  private final KekkaiProvider provider;
  private final StoreDatabase store;
  private final Keyring keyring;
  private final List<Made> deks;
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
  private final LongAdder done = new LongAdder();
  private final LongAdder unreachable = new LongAdder();
  private volatile boolean stopped;

  /** Starts it; the provider is closed with it. */
  StoreUser(KekkaiProvider provider, String url, List<Made> deks, SplittableRandom random) {
    this.provider = provider;
    this.store = StoreDatabase.open(url, Environment.DEVELOPMENT);
    this.keyring = new Keyring(provider, store.deks(), store.keks(), MOST_OPEN);
    this.deks = deks;
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom own = random.split();
      Thread thread = new Thread(() -> work(own), "store-user-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private void work(SplittableRandom random) {
    while (!stopped) {
      Made dek = deks.get(random.nextInt(deks.size()));
      try {
        String token = keyring.encrypt(dek.name(), dek.value(), dek.place());
        same(dek, keyring.decrypt(token, dek.place()));
        same(dek, keyring.decrypt(dek.token(), dek.place()));
        done.increment();
        Thread.sleep(1); // the machine is for what is killed
      } catch (StoreException e) {
        if (isUnreachable(e)) {
          unreachable.increment();
        } else {
          failures.add(e);
        }
      } catch (Exception e) {
        failures.add(e);
      }
    }
  }

  private static void same(Made dek, byte[] value) throws Exception {
    if (!java.util.Arrays.equals(value, dek.value())) {
      throw new Exception("A wrong value of " + dek);
    }
  }

  /** SQLState classes 08, the connection, and 57, the server's end. */
  private static boolean isUnreachable(StoreException e) {
    for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57");
      }
    }
    return false;
  }

  /** What it has done so far. */
  long done() {
    return done.sum();
  }

  /** What failed because there was no database. */
  long unreachable() {
    return unreachable.sum();
  }

  /** Ends it; it has failed in no way but the one that is documented. */
  void stop(int outages) throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).as("failures of the application").isEmpty();
    assertThat(unreachable.sum())
        .as("failures without a database")
        .isLessThanOrEqualTo((long) outages * (CONNECTIONS + THREADS));
  }

  @Override
  public void close() {
    stopped = true;
    keyring.close();
    store.close();
    provider.close();
  }
}
