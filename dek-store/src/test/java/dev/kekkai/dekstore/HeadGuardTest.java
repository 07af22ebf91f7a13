package dev.kekkai.dekstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.Environment;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A head file that somebody waits for, or that can't be written at once. */
class HeadGuardTest {
  private static final StoreIdentity IDENTITY =
      new StoreIdentity(UUID.randomUUID(), "kekkai-store.v1", "01");

  @TempDir private Path folder;
  private final Seal seal = new Seal();
  private StoreDatabase database;
  private HeadFile file;
  private HeadGuard guard;

  /** Signs when it may. */
  private static final class Seal implements HeadFile.HeadSeal {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final Semaphore signatures = new Semaphore(1);
    private volatile boolean broken;

    @Override
    public String keyId() {
      return "0a";
    }

    @Override
    public byte[] sign(byte[] message) throws TokenException {
      if (broken) {
        throw new TokenException("The token is away", true, null);
      }
      if (signatures.availablePermits() == 0) {
        asked.countDown();
      }
      signatures.acquireUninterruptibly();
      return digest(message);
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
      return Arrays.equals(digest(message), signature);
    }

    private static byte[] digest(byte[] message) {
      return new byte[] {(byte) Arrays.hashCode(message)};
    }
  }

  @BeforeEach
  void open() throws Exception {
    database =
        StoreDatabase.open(
            "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0", Environment.DEVELOPMENT);
    RowTags tags = new RowTags(IDENTITY.id(), message -> Arrays.copyOf(message, 32));
    DekStore store = database.deks();
    store.setUp(
        new DekStore.SetUp() {
          @Override
          public StoreIdentity make() {
            return IDENTITY;
          }

          @Override
          public StoreGuard guard(StoreIdentity made) {
            return tags;
          }
        });
    file = new HeadFile(folder.resolve("head"), seal);
    guard = HeadGuard.of(store, tags, file);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static StoreHead head(long counter) {
    return new StoreHead(IDENTITY.id(), counter, "", "");
  }

  @Test
  void whoever_asks_for_the_file_waits_until_it_is_written() throws Exception {
    Thread writer = new Thread(() -> guard.changed(head(2)));
    writer.start();
    assertThat(seal.asked.await(1, TimeUnit.MINUTES)).isTrue();
    Thread asking = new Thread(guard::flush);
    asking.start();
    while (asking.getState() != Thread.State.BLOCKED && asking.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(asking.isAlive()).isTrue();
    seal.signatures.release();
    writer.join();
    asking.join();
    assertThat(file.read()).isEqualTo(head(2));
  }

  @Test
  void what_could_not_be_written_is_written_when_somebody_asks_again() throws Exception {
    seal.broken = true;
    guard.changed(head(2));
    assertThat(file.read()).isEqualTo(head(1));
    seal.broken = false;
    seal.signatures.release();
    guard.flush();
    assertThat(file.read()).isEqualTo(head(2));
  }
}
