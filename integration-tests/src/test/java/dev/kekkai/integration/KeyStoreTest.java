package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.provider.KekSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Collections;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The {@code KeyStore} and {@code SecureRandom} of the provider. */
class KeyStoreTest extends JcaContract {

  @Test
  void the_name_is_an_alias_of_the_primary_version_and_each_version_has_its_own() throws Exception {
    KeyStore store = store();
    assertThat(Collections.list(store.aliases())).contains(kek(), kek() + ".v1");
    assertThat(store.size()).isEqualTo(Collections.list(store.aliases()).size());
    assertThat(store.containsAlias(kek())).isTrue();
    assertThat(store.isKeyEntry(kek())).isTrue();
    assertThat(store.getKey(kek(), null)).isInstanceOfAny(SecretKey.class, PrivateKey.class);
    assertThat(store.containsAlias("nobody")).isFalse();
    assertThat(store.getKey("nobody", null)).isNull();
  }

  @Test
  void a_rotation_shows_in_a_store_that_is_open() throws Exception {
    String name = aesKek().ref().name();
    KeyStore store = store();
    assertThat(store.getKey(name, null).toString()).contains(name + ".v1");
    provider().maker().rotate(name);
    assertThat(store.getKey(name, null).toString()).contains(name + ".v2");
    assertThat(store.getKey(name + ".v1", null).toString()).contains(name + ".v1");
  }

  @Test
  void a_kek_from_the_store_wraps() throws Exception {
    Cipher cipher = Cipher.getInstance("AESWrap", provider());
    cipher.init(Cipher.WRAP_MODE, store().getKey(kek(), null));
    assertThat(cipher.wrap(new SecretKeySpec(KEY, "AES"))).hasSize(40);
  }

  @Test
  void a_private_key_comes_out_opaque() throws Exception {
    String name = make(KekSpec.rsa(freshName(), 2048)).ref().name();
    Key key = store().getKey(name, null);
    assertThat(key).isInstanceOf(PrivateKey.class);
    assertThat(key.getEncoded()).isNull();
    assertThat(key.getFormat()).isNull();
  }

  @Test
  void deleting_a_kek_and_storing_a_software_key_are_refused() throws Exception {
    KeyStore store = store();
    assertThatThrownBy(() -> store.deleteEntry(kek())).isInstanceOf(KeyStoreException.class);
    assertThatThrownBy(
            () -> store.setKeyEntry(freshName(), new SecretKeySpec(KEY, "AES"), new char[0], null))
        .isInstanceOf(KeyStoreException.class);
    assertThatThrownBy(() -> store.store(new ByteArrayOutputStream(), null))
        .isInstanceOf(IOException.class);
    assertThat(store.containsAlias(kek())).isTrue();
  }

  @Test
  void the_tokens_random_bytes_differ_and_never_become_the_jvms_default() throws Exception {
    SecureRandom random = SecureRandom.getInstance("Kekkai", provider());
    byte[] a = new byte[64];
    byte[] b = new byte[64];
    random.nextBytes(a);
    random.nextBytes(b);
    assertThat(a).isNotEqualTo(b).isNotEqualTo(new byte[64]);
    java.security.Security.insertProviderAt(provider(), 1);
    try {
      assertThat(new SecureRandom().getProvider()).isNotSameAs(provider());
    } finally {
      java.security.Security.removeProvider(provider().getName());
    }
  }

  private KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("Kekkai", provider());
    store.load(null, null);
    return store;
  }
}
