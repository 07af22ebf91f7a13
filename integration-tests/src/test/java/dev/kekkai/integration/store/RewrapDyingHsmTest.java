package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekLifecycle;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.FailedDek;
import dev.kekkai.dekstore.KekRegistry;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.Rewrap;
import dev.kekkai.dekstore.RewrapListener;
import dev.kekkai.dekstore.RewrapResult;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.integration.keyserver.Await;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.fault.Shim;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rewrap whose HSM goes away midway, or stumbles. */
class RewrapDyingHsmTest {
  private static final int DEKS = 30;
  private static final int PAGE = 10;
  private static final KekRef FROM = new KekRef("old", 1);
  private static final KekRef TO = new KekRef("new", 1);
  private static final EncryptionContext PLACE = EncryptionContext.of("users", "otp_secret", "1");

  private final Map<String, String> tokens = new LinkedHashMap<>();
  private Shim shim;
  private KekkaiProvider provider;
  private StoreDatabase database;

  @BeforeEach
  void fill(@TempDir Path folder) throws Exception {
    shim =
        Shim.over(SoftHsmTokens.create("rewrap-" + UUID.randomUUID().toString().substring(0, 8)));
    provider = shim.token().provider("kek", "old", "bulk", "hsm", "deadline", "500ms");
    String url = "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
    database = StoreDatabase.open(url, Environment.DEVELOPMENT);
    provider.maker().create(KekSpec.aes("old"));
    new KekRegistry(provider, database.keks())
        .register(provider.maker().create(KekSpec.aes("new")));
    List<String> names = IntStream.range(0, DEKS).mapToObj(i -> "dek" + i).toList();
    new DekLifecycle(provider, database.deks(), database.keks()).makeAll(names, "old");
    try (Keyring keyring = keyring()) {
      for (String name : names) {
        byte[] secret = ("secret of " + name).getBytes(StandardCharsets.UTF_8);
        tokens.put(name, keyring.encrypt(name, secret, PLACE));
      }
    }
  }

  @AfterEach
  void close() {
    database.close();
    provider.close();
    shim.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {Ckr.DEVICE_REMOVED, Ckr.GENERAL_ERROR})
  void an_hsm_that_goes_away_midway_ends_the_run_and_the_next_one_goes_on(long ckr)
      throws Exception {
    DekStore dying =
        new Pages(database.deks()) {
          @Override
          public Set<UUID> updateWrappings(List<DekRecord> nexts) {
            Set<UUID> written = super.updateWrappings(nexts);
            if (!shim.isDown()) {
              shim.reboot(Duration.ofHours(1), ckr);
            }
            return written;
          }
        };
    assertThatThrownBy(() -> rewrap(dying))
        .isInstanceOfAny(TokenException.class, StoreException.class);
    assertThat(database.deks().countByKek())
        .containsEntry(TO, (long) PAGE)
        .containsEntry(FROM, (long) DEKS - PAGE);

    shim.reboot(Duration.ofMillis(1), ckr);
    shim.awaitBack();
    Await.until("the token is used again", this::isUp);
    assertEverythingDecrypts();
    RewrapResult rest = rewrap(database.deks());
    assertThat(rest.rewrapped()).isEqualTo(DEKS - PAGE);
    assertThat(rest.remaining()).isZero();
    assertEverythingDecrypts();
  }

  @Test
  void an_error_that_passes_fails_no_row() throws Exception {
    // What this module answers to a bad blob, too: once more is not enough to tell.
    shim.fail("C_UnwrapKey", 7, 2, Ckr.GENERAL_ERROR);
    shim.fail("C_Decrypt", 20, 2, Ckr.GENERAL_ERROR);
    RewrapResult result = rewrap(new Pages(database.deks()));
    assertThat(result.rewrapped()).isEqualTo(DEKS);
    assertThat(result.failed()).isEmpty();
    assertEverythingDecrypts();
  }

  private boolean isUp() {
    try {
      return !provider.tokenKeys().labels().isEmpty();
    } catch (TokenException e) {
      return false;
    }
  }

  private RewrapResult rewrap(DekStore store) throws TokenException {
    return new Rewrap(provider, store, database.keks()).run(FROM, TO, 1, new NoneFails());
  }

  private Keyring keyring() {
    return new Keyring(provider, database.deks(), database.keks());
  }

  private void assertEverythingDecrypts() throws Exception {
    try (Keyring keyring = keyring()) {
      for (Map.Entry<String, String> token : tokens.entrySet()) {
        byte[] secret = keyring.decrypt(token.getValue(), PLACE);
        assertThat(new String(secret, StandardCharsets.UTF_8))
            .isEqualTo("secret of " + token.getKey());
      }
    }
  }

  /** Small ones, so that there are some. */
  private static class Pages extends ForwardingStore {
    Pages(DekStore store) {
      super(store);
    }

    @Override
    public List<DekRecord> under(KekRef kek, @Nullable UUID after, int limit) {
      return super.under(kek, after, Math.min(limit, PAGE));
    }
  }

  /** No row is to blame for what the HSM does. */
  private static final class NoneFails implements RewrapListener {
    @Override
    public void total(long deks) {}

    @Override
    public void done(long more) {}

    @Override
    public void failed(FailedDek dek) {
      throw new AssertionError(dek);
    }
  }
}
