package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.DekLifecycle;
import dev.kekkai.dekstore.KekRowChangedException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.StoreIdentity;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.testkit.SoftHsmTokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a release that tagged none, opened by this one. */
class KekUpgradeTest {
  private static final EncryptionContext PLACE = EncryptionContext.of("users");

  @Test
  void rows_are_tagged_as_they_are_found_only_with_a_tag_key_made_that_moment(@TempDir Path folder)
      throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
    try (KekkaiProvider provider = SoftHsmTokens.create("kek-upgrade").provider("kek", "payments");
        StoreDatabase database = StoreDatabase.open(url, Environment.DEVELOPMENT)) {
      provider.maker().create(KekSpec.aes("payments"));
      String token = encrypt(provider, database);
      StoreIdentity identity = database.deks().identity().orElseThrow();
      takeTagsAway(database);
      provider
          .maker()
          .destroy(KekRef.parse(identity.tagKey()), HexFormat.of().parseHex(identity.tagKeyId()));
      assertThat(decrypt(provider, database, token)).as("tagged at the start").isEqualTo("secret");
      assertThat(database.keks().list()).noneMatch(row -> row.tag().isEmpty());

      takeTagsAway(database);
      assertThatThrownBy(() -> encrypt(provider, database))
          .isInstanceOf(dev.kekkai.dekstore.StoreException.class);
      try (Keyring keyring = new Keyring(provider, database.deks(), database.keks())) {
        assertThatThrownBy(() -> keyring.ensure("new"))
            .isInstanceOf(KekRowChangedException.class)
            .hasMessageContaining("it has no tag")
            .hasMessageContaining("kekkai store upgrade");
      }
      assertThat(
              new DekLifecycle(provider, database.deks(), database.keks())
                  .tagRowsOfEarlierRelease())
          .isEqualTo(2);
      assertThat(decrypt(provider, database, token)).isEqualTo("secret");
    }
  }

  private static String encrypt(KekkaiProvider provider, StoreDatabase database) throws Exception {
    try (Keyring keyring = new Keyring(provider, database.deks(), database.keks())) {
      keyring.ensure("users");
      return keyring.encrypt("users", "secret".getBytes(StandardCharsets.UTF_8), PLACE);
    }
  }

  private static String decrypt(KekkaiProvider provider, StoreDatabase database, String token)
      throws Exception {
    try (Keyring keyring = new Keyring(provider, database.deks(), database.keks())) {
      return new String(keyring.decrypt(token, PLACE), StandardCharsets.UTF_8);
    }
  }

  private static void takeTagsAway(StoreDatabase database) throws Exception {
    try (Connection connection = database.connections().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("update dek set row_tag = null");
      statement.execute("update kek set row_tag = null");
      statement.execute(
          "update dek_store set store_id = null, tag_key = null, tag_key_id = null,"
              + " head_tag = null");
    }
  }
}
