package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

/** A key of the token is a handle: nothing of it gets out by way of the key object. */
class OpaqueKeysTest extends JcaContract {

  private List<Key> keys() throws Exception {
    KeyStore store = KeyStore.getInstance("Kekkai", provider());
    store.load(null, null);
    List<Key> keys = new ArrayList<>();
    for (KekSpec spec :
        List.of(
            KekSpec.rsa(freshName(), 2048),
            KekSpec.ec(freshName(), 256),
            KekSpec.seal(freshName(), 256),
            KekSpec.index(freshName()))) {
      keys.add(store.getKey(make(spec).ref().name(), null));
    }
    keys.add(store.getKey(kek(), null));
    for (BulkMode mode : BulkMode.values()) {
      keys.add(dek(mode));
      keys.add(imported(KEY, mode));
    }
    return keys;
  }

  @Test
  void no_key_has_an_encoding_or_a_format() throws Exception {
    assertThat(keys())
        .allSatisfy(
            key -> {
              assertThat(key.getEncoded()).isNull();
              assertThat(key.getFormat()).isNull();
            });
  }

  @Test
  void no_key_serialises() throws Exception {
    for (Key key : keys()) {
      ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream());
      assertThatThrownBy(() -> out.writeObject(key))
          .as(key.toString())
          .isInstanceOf(NotSerializableException.class);
    }
  }

  @Test
  void no_text_of_a_key_shows_its_bytes_or_the_pin() throws Exception {
    String hex = HexFormat.of().formatHex(KEY);
    assertThat(keys())
        .allSatisfy(
            key ->
                assertThat(key.toString())
                    .isNotBlank()
                    .doesNotContainIgnoringCase(hex.substring(0, 16))
                    .doesNotContain(SoftHsmTokens.PIN));
  }

  @Test
  void a_key_of_another_provider_instance_is_refused() throws Exception {
    SecretKey dek = dek(BulkMode.SOFTWARE);
    try (KekkaiProvider other = token().provider()) {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", other);
      assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, dek))
          .isInstanceOf(InvalidKeyException.class);
    }
  }
}
