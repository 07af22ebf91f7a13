package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekMismatchException;
import dev.kekkai.dekstore.KekRegistry;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KeyNotFoundException;
import dev.kekkai.provider.keys.KeyTemplates;
import dev.kekkai.provider.keys.TokenKey;
import org.junit.jupiter.api.Test;

/** A KEK is used only when it is the one the store was set up with. */
class KekCanaryTest extends StoreContract {

  @Test
  void a_kek_that_the_store_does_not_know_is_registered_at_its_first_use() throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensure("users");
    }
    assertThat(database().keks().primary(kek())).isPresent();
  }

  @Test
  void the_kek_that_opens_its_canary_is_used_by_the_next_process() throws Exception {
    TokenKey key = make(usualKek(freshName()));
    new KekRegistry(provider(), database().keks()).register(key);
    try (KekkaiProvider next = token().provider()) {
      TokenKey found = new KekRegistry(next, database().keks()).primary(key.ref().name());
      assertThat(found.ref()).isEqualTo(key.ref());
    }
  }

  @Test
  void another_key_of_the_same_label_and_id_is_refused() throws Exception {
    TokenKey key = make(usualKek(freshName()));
    new KekRegistry(provider(), database().keks()).register(key);
    replace(key, key.id());
    try (KekkaiProvider next = token().provider()) {
      KekRegistry registry = new KekRegistry(next, database().keks());
      assertThatThrownBy(() -> registry.primary(key.ref().name()))
          .isInstanceOf(KekMismatchException.class)
          .hasMessageContaining(key.ref().label())
          .hasMessageContaining("does not open the KEK's canary");
      assertThatThrownBy(() -> registry.find(key.ref()))
          .as("still refused at the second look")
          .isInstanceOf(KekMismatchException.class);
    }
  }

  @Test
  void another_key_of_the_same_label_is_refused_by_its_id() throws Exception {
    TokenKey key = make(usualKek(freshName()));
    new KekRegistry(provider(), database().keks()).register(key);
    replace(key, new byte[] {1, 2, 3});
    try (KekkaiProvider next = token().provider()) {
      KekRegistry registry = new KekRegistry(next, database().keks());
      assertThatThrownBy(() -> registry.primary(key.ref().name()))
          .isInstanceOf(KekMismatchException.class)
          .hasMessageContaining("its CKA_ID is 010203");
    }
  }

  @Test
  void a_kek_that_is_gone_is_an_error_that_names_what_is_there() throws Exception {
    TokenKey key = make(usualKek(freshName()));
    new KekRegistry(provider(), database().keks()).register(key);
    destroy(key);
    try (KekkaiProvider next = token().provider()) {
      KekRegistry registry = new KekRegistry(next, database().keks());
      assertThatThrownBy(() -> registry.primary(key.ref().name()))
          .isInstanceOf(KeyNotFoundException.class)
          .hasMessageContaining(key.ref().label())
          .hasMessageContaining("present: ");
    }
  }

  private void destroy(TokenKey key) throws TokenException {
    provider()
        .source()
        .get()
        .withReadWrite(
            session -> {
              session.destroyObject(key.object());
              return Boolean.TRUE;
            });
  }

  private void replace(TokenKey key, byte[] id) throws TokenException {
    destroy(key);
    KeyTemplates templates = new KeyTemplates(provider().source().get().profile());
    provider()
        .source()
        .get()
        .withReadWrite(
            session ->
                session.generateKey(
                    new Mechanism.Plain(Ckm.AES_KEY_GEN),
                    templates.aesKek(key.ref().label(), id, 32, false)));
  }
}
