package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.dekstore.Canary;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekRowChangedException;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekRefusedException;
import dev.kekkai.dekstore.KekRegistry;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Anybody can wrap a DEK of his own under an RSA KEK, so stored DEKs are not under one. */
class RsaKekTest extends StoreContract {
  private static final String REASON = "wrap a DEK of his own with the public key";

  @Test
  void an_rsa_kek_is_not_registered_and_makes_no_stored_dek() throws Exception {
    TokenKey rsa = make(KekSpec.rsa(freshName(), 2048));
    String name = rsa.ref().name();
    KekRegistry registry = new KekRegistry(provider(), database().keks());
    assertThatThrownBy(() -> registry.register(rsa))
        .isInstanceOf(KekRefusedException.class)
        .hasMessageContaining(REASON)
        .hasMessageContaining("Use an AES KEK");
    try (KekkaiProvider other = token().provider("kek", name);
        Keyring keyring = new Keyring(other, deks(), database().keks())) {
      assertThatThrownBy(() -> keyring.ensure("users")).isInstanceOf(KekRefusedException.class);
    }
    Rotation rotation = new Rotation(provider(), deks(), database().keks());
    assertThatThrownBy(() -> rotation.rotate(name)).isInstanceOf(KekRefusedException.class);
    assertThat(database().keks().list()).isEmpty();
    assertThat(deks().list()).isEmpty();
  }

  @Test
  void a_row_that_was_moved_under_an_rsa_kek_is_refused_whatever_the_kek_row_says()
      throws Exception {
    DekRecord row;
    try (Keyring keyring = keyring()) {
      row = keyring.ensure("users");
    }
    TokenKey rsa = make(KekSpec.rsa(freshName(), 2048));
    WrappedDek known = provider().deks().generateWrapped(rsa);
    database()
        .keks()
        .addFirst(
            new KekRecord(
                rsa.ref(),
                HexFormat.of().formatHex(rsa.id()),
                KeyKind.AES_KEK,
                KekState.PRIMARY,
                new Canary(known, row.checkToken()),
                row.createdAt()));
    assertThat(deks().update(row, row.withWrapped(known))).isTrue();
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.encrypt("users", utf8("x"), PLACE))
          .isInstanceOf(DekRowChangedException.class);
    }
  }
}
