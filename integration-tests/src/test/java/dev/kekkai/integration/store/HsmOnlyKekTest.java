package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.FailedDek;
import dev.kekkai.dekstore.KekRegistry;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.Rewrap;
import dev.kekkai.dekstore.RewrapListener;
import dev.kekkai.dekstore.RewrapResult;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.testkit.SoftHsmTokens;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DEKs that can never leave the token; on the module that enforces it. */
class HsmOnlyKekTest {
  private static final EncryptionContext PLACE = EncryptionContext.of("users");

  String storeUrl(Path folder) throws Exception {
    return "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
  }

  @Test
  void its_deks_work_in_the_token_whatever_the_configuration_and_it_is_not_rotated(
      @TempDir Path folder) throws Exception {
    String url = storeUrl(folder);
    try (KekkaiProvider provider =
            SoftHsmTokens.create(getClass().getSimpleName())
                .provider("kek", "safe", "bulk", "software");
        StoreDatabase database = StoreDatabase.open(url, Environment.DEVELOPMENT);
        Keyring keyring = new Keyring(provider, database.deks(), database.keks())) {
      provider.maker().create(KekSpec.aes("safe").withHsmOnly());
      keyring.ensure("users");
      String token = keyring.encrypt("users", new byte[] {1, 2, 3}, PLACE);
      assertThat(keyring.decrypt(token, PLACE)).containsExactly(1, 2, 3);
      Rotation rotation = new Rotation(provider, database.deks(), database.keks());
      assertThatThrownBy(() -> rotation.rotate("safe"))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("hsm-only");
      assertThat(provider.tokenKeys().labels())
          .filteredOn(ref -> ref.name().equals("safe"))
          .as("no second version was made")
          .hasSize(1);
    }
  }

  @Test
  void the_key_of_a_blind_index_is_not_rewrapped_to_where_nobody_could_use_it(@TempDir Path folder)
      throws Exception {
    String url = storeUrl(folder);
    try (KekkaiProvider provider =
            SoftHsmTokens.create(getClass().getSimpleName() + "-index")
                .provider("kek", "open", "bulk", "hsm");
        StoreDatabase database = StoreDatabase.open(url, Environment.DEVELOPMENT)) {
      provider.maker().create(KekSpec.aes("open"));
      String index;
      String token;
      try (Keyring keyring = new Keyring(provider, database.deks(), database.keks())) {
        keyring.ensure("users");
        keyring.ensureIndex("users.email");
        token = keyring.encrypt("users", new byte[] {1, 2, 3}, PLACE);
        index = keyring.blindIndex("users.email", new byte[] {4}, PLACE);
      }
      new KekRegistry(provider, database.keks())
          .register(provider.maker().create(KekSpec.aes("safe").withHsmOnly()));
      RewrapResult result =
          new Rewrap(provider, database.deks(), database.keks())
              .run(new KekRef("open", 1), new KekRef("safe", 1), 1, RewrapListener.NONE);
      assertThat(result.failed())
          .extracting(FailedDek::why)
          .singleElement()
          .asString()
          .contains("blind index", "safe.v1", "hsm-only");
      assertThat(result.rewrapped()).isEqualTo(1);
      try (Keyring keyring = new Keyring(provider, database.deks(), database.keks())) {
        assertThat(keyring.decrypt(token, PLACE)).containsExactly(1, 2, 3);
        assertThat(keyring.blindIndex("users.email", new byte[] {4}, PLACE)).isEqualTo(index);
      }
    }
  }
}
