package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.RewrapListener;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.RotationResult;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.KeyTemplates;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new KEK version becomes primary only when every token has opened its canary. */
class RotationProofTest extends StoreContract {
  private KekRef first;

  @BeforeEach
  void fill() throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensure("users");
    }
    first = database().keks().primary(kek()).map(KekRecord::ref).orElseThrow();
  }

  private Rotation rotation() {
    return new Rotation(provider(), deks(), database().keks());
  }

  private KekState state(KekRef ref) {
    return database().keks().find(ref).map(KekRecord::state).orElseThrow();
  }

  @Test
  void a_token_that_opens_the_canary_lets_it_become_primary() throws Exception {
    try (KekkaiProvider other = token().provider()) {
      RotationResult result = rotation().rotate(kek(), List.of(other), RewrapListener.NONE);
      assertThat(result.to()).isEqualTo(first.next());
    }
    assertThat(state(first.next())).isEqualTo(KekState.PRIMARY);
  }

  @Test
  void a_token_without_the_key_keeps_it_prepared_and_the_next_rotation_takes_the_same_one()
      throws Exception {
    try (KekkaiProvider other = KekProofTokens.empty()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> rotation().rotate(kek(), List.of(other), RewrapListener.NONE))
            .isInstanceOf(TokenException.class)
            .hasMessageContaining(first.next() + " is prepared and stays so: the token")
            .hasMessageContaining("kek-proof")
            .hasMessageContaining("Bring the key there");
      }
    }
    assertThat(state(first.next())).isEqualTo(KekState.PREPARED);
    assertThat(state(first)).isEqualTo(KekState.PRIMARY);
    assertThat(row("users").wrapped().kek()).isEqualTo(first);
    assertThat(provider().tokenKeys().labels())
        .contains(first.next())
        .doesNotContain(first.next().next());
    try (Keyring keyring = keyring()) {
      assertThat(keyring.ensure("late").wrapped().kek()).as("wrapped meanwhile").isEqualTo(first);
    }
    RotationResult result = rotation().rotate(kek());
    assertThat(result.to()).isEqualTo(first.next());
    assertThat(result.rewrapped()).isEqualTo(2);
  }

  @Test
  void a_token_with_another_key_of_the_same_label_and_id_is_found_out() throws Exception {
    try (KekkaiProvider other = KekProofTokens.empty()) {
      assertThatThrownBy(() -> rotation().rotate(kek(), List.of(other), RewrapListener.NONE))
          .isInstanceOf(TokenException.class);
      KekRecord prepared = database().keks().find(first.next()).orElseThrow();
      KeyTemplates templates = new KeyTemplates(other.source().get().profile());
      byte[] id = HexFormat.of().parseHex(prepared.ckaId());
      other
          .source()
          .get()
          .withReadWrite(
              session ->
                  session.generateKey(
                      new Mechanism.Plain(Ckm.AES_KEY_GEN),
                      templates.aesKek(prepared.ref().label(), id, 32, false)));
      assertThatThrownBy(() -> rotation().rotate(kek(), List.of(other), RewrapListener.NONE))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("does not open the KEK's canary");
      assertThat(state(first.next())).isEqualTo(KekState.PREPARED);
      other.maker().destroy(prepared.ref(), id);
    }
  }

  @Test
  void a_prepared_version_whose_key_is_gone_is_said_and_can_be_given_up() throws Exception {
    try (KekkaiProvider other = KekProofTokens.empty()) {
      assertThatThrownBy(() -> rotation().rotate(kek(), List.of(other), RewrapListener.NONE))
          .isInstanceOf(TokenException.class);
    }
    KekRecord prepared = database().keks().find(first.next()).orElseThrow();
    provider().maker().destroy(prepared.ref(), HexFormat.of().parseHex(prepared.ckaId()));
    assertThatThrownBy(() -> rotation().rotate(kek()))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("There is no key " + prepared.ref());
    new dev.kekkai.dekstore.KekLifecycle(
            provider(), deks(), database().keks(), java.time.Clock.systemUTC())
        .disable(prepared.ref(), java.time.Duration.ofDays(1));
    assertThat(rotation().rotate(kek()).to()).isEqualTo(first.next().next());
  }
}
