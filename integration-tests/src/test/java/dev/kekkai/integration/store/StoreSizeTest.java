package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.DekLifecycle;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiListener;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Outcome;
import dev.kekkai.provider.Place;
import dev.kekkai.testkit.SoftHsmTokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a keyring does for the DEKs in use does not depend on how many others the store has. With a
 * million:
 *
 * <pre>mvn -pl integration-tests -am package -Dtest=StoreSizeTest
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dkekkai.rows=1000000
 *     -Dkekkai.test.argLine=-Xmx256m</pre>
 */
class StoreSizeTest {
  private static final int ROWS = Integer.getInteger("kekkai.rows", 600);
  private static final int IN_USE = Math.max(10, ROWS / 100);
  private static final int PAGE = 1_000;
  private static final String KEK = "many";
  private static final EncryptionContext PLACE = EncryptionContext.of("users");

  private final AtomicInteger unwraps = new AtomicInteger();

  /** What was asked for. */
  private record Calls(int finds, int proofs, int unwraps) {}

  @Test
  void uses_cost_the_same_whatever_the_store_has_and_no_more_is_held_than_may_be(
      @TempDir Path folder) throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
    try (KekkaiProvider provider =
            SoftHsmTokens.create("store-size").provider("kek", KEK, "bulk", "software");
        StoreDatabase database = StoreDatabase.open(url, Environment.DEVELOPMENT)) {
      provider.maker().create(KekSpec.aes(KEK));
      provider.addListener(new UnwrapListener());
      fill(provider, database, 0, IN_USE);
      Calls few = use(provider, database);
      fill(provider, database, IN_USE, ROWS);
      Calls many = use(provider, database);

      assertThat(few.proofs()).isEqualTo(IN_USE);
      assertThat(many).isEqualTo(few);
    }
  }

  private static void fill(KekkaiProvider provider, StoreDatabase database, int from, int to)
      throws Exception {
    DekLifecycle lifecycle = new DekLifecycle(provider, database.deks(), database.keks());
    for (int i = from; i < to; i += PAGE) {
      List<String> names = new ArrayList<>();
      for (int n = i; n < Math.min(to, i + PAGE); n++) {
        names.add("d" + n);
      }
      lifecycle.makeAll(names, KEK);
    }
  }

  private Calls use(KekkaiProvider provider, StoreDatabase database) throws Exception {
    CountingFinds store = new CountingFinds(database.deks());
    try (Keyring keyring = new Keyring(provider, store, database.keks(), IN_USE)) {
      keyring.ensure("d0"); // the KEK's canary
      unwraps.set(0);
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < IN_USE; i++) {
          String token = keyring.encrypt("d" + i, new byte[] {1}, PLACE);
          assertThat(keyring.decrypt(token, PLACE)).containsExactly(1);
        }
      }
      Calls calls = new Calls(store.finds.get(), store.proofs.get(), unwraps.get());
      useOthers(provider, keyring, store);
      return calls;
    }
  }

  /** Far more than it may hold, all over the store. */
  private static void useOthers(KekkaiProvider provider, Keyring keyring, DekStore store)
      throws Exception {
    int step = Math.max(1, ROWS / (3 * IN_USE));
    for (int i = 0; i < ROWS; i += step) {
      if (store.find("d" + i).isPresent()) {
        keyring.encrypt("d" + i, new byte[] {1}, PLACE);
        assertThat(provider.health().openDeks()).isLessThanOrEqualTo(IN_USE);
      }
    }
  }

  private final class UnwrapListener implements KekkaiListener {
    @Override
    public void operation(Operation what, Place place, Outcome outcome, long nanos) {
      if (what == Operation.UNWRAP) {
        unwraps.incrementAndGet();
      }
    }
  }

  /** Refuses to be read as a whole. */
  private static final class CountingFinds extends ForwardingStore {
    private final AtomicInteger finds = new AtomicInteger();
    private final AtomicInteger proofs = new AtomicInteger();

    CountingFinds(DekStore store) {
      super(store);
    }

    @Override
    public Optional<DekRecord> find(String name) {
      finds.incrementAndGet();
      return super.find(name);
    }

    @Override
    public Optional<DekRecord> find(UUID id) {
      finds.incrementAndGet();
      return super.find(id);
    }

    @Override
    public Optional<DekRecord> findProved(UUID id) {
      proofs.incrementAndGet();
      return super.findProved(id);
    }

    @Override
    public List<DekRecord> list() {
      throw new AssertionError("The whole store was read");
    }

    @Override
    public List<DekRecord> page(UUID after, int limit) {
      throw new AssertionError("The whole store was read");
    }
  }
}
