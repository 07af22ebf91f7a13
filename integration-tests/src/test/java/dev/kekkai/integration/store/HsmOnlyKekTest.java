package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
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
}
