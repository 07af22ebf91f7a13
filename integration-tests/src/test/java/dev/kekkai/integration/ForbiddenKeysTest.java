package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KeyTemplates;
import dev.kekkai.provider.keys.UnfitKeyException;
import dev.kekkai.testkit.TokenContract;
import dev.kekkai.testkit.matrix.NotSupported;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys that somebody else put on the token, and that are no KEKs although they look like one. */
class ForbiddenKeysTest extends TokenContract {
  private static final long AES_ECB = 0x1081;

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of(Cka.DECRYPT, true, "CKA_DECRYPT is true", "wrap/decrypt attack"),
        Arguments.of(Cka.ENCRYPT, true, "CKA_ENCRYPT is true", "encrypt/unwrap attack"),
        Arguments.of(Cka.DERIVE, true, "CKA_DERIVE is true", "derivation attack"),
        Arguments.of(Cka.SIGN, true, "CKA_SIGN is true", "cross-protocol"),
        Arguments.of(Cka.WRAP, false, "CKA_WRAP is false", "can't do its work"),
        Arguments.of(Cka.EXTRACTABLE, true, "CKA_EXTRACTABLE is true", "carried out"),
        Arguments.of(Cka.SENSITIVE, false, "CKA_SENSITIVE is false", "value can be read"),
        Arguments.of(Cka.PRIVATE, false, "CKA_PRIVATE is false", "without login"),
        Arguments.of(Cka.MODIFIABLE, true, "CKA_MODIFIABLE is true", "changed later"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void a_found_kek_that_breaks_a_rule_is_refused_naming_attribute_and_attack(
      long attribute, boolean value, String found, String attack) throws Exception {
    String name = freshName();
    Boolean made =
        onToken(
            session ->
                session
                    .attributes(
                        session.generateKey(
                            new Mechanism.Plain(Ckm.AES_KEY_GEN),
                            Template.builder().with(kek(name)).with(attribute, value).build()),
                        attribute)
                    .bool(attribute));
    if (made != null && made != value) {
      throw NotSupported.on(token(), "no token key can be made of which " + found);
    }
    assertThatThrownBy(() -> provider().tokenKeys().find(name))
        .isInstanceOf(UnfitKeyException.class)
        .hasMessageContainingAll(name + ".v1", found, attack);
  }

  @Test
  void a_key_that_was_not_made_on_the_token_is_refused() throws Exception {
    String name = freshName();
    onToken(
        session ->
            session.createObject(
                Template.builder()
                    .with(kek(name))
                    .without(Cka.VALUE_LEN)
                    .with(Cka.VALUE, new byte[32])
                    .build()));
    assertThatThrownBy(() -> provider().tokenKeys().find(name))
        .isInstanceOf(UnfitKeyException.class)
        .hasMessageContaining(name + ".v1")
        .satisfies(refused -> saysItWasBroughtIn(refused.getMessage()));
  }

  private void saysItWasBroughtIn(String refusal) {
    if (!refusal.contains("CKA_ALWAYS_SENSITIVE is false")) {
      assertThat(refusal).contains("CKA_LOCAL is false");
      throw NotSupported.on(
          token(), "CKA_ALWAYS_SENSITIVE of a key that was brought in reads true");
    }
  }

  @Test
  void a_kek_that_allows_another_mechanism_is_refused_where_the_token_tells() throws Exception {
    if (!provider().source().get().profile().templates().of(KeyKind.AES_KEK).allowedMechanisms()) {
      throw NotSupported.on(token(), "a token key can't be bound to mechanisms");
    }
    String name = freshName();
    onToken(
        session ->
            session.generateKey(
                new Mechanism.Plain(Ckm.AES_KEY_GEN),
                Template.builder()
                    .with(kek(name))
                    .with(Cka.ALLOWED_MECHANISMS, new long[] {0x2109, AES_ECB})
                    .build()));
    assertThatThrownBy(() -> provider().tokenKeys().find(name))
        .isInstanceOf(UnfitKeyException.class)
        .hasMessageContainingAll(name + ".v1", "CKA_ALLOWED_MECHANISMS is 0x1081, 0x2109");
  }

  @Test
  void two_keys_with_one_label_are_an_error_that_lists_both() throws Exception {
    String name = freshName();
    for (int i = 0; i < 2; i++) {
      byte id = (byte) (0xA0 + i);
      onToken(
          session ->
              session.generateKey(
                  new Mechanism.Plain(Ckm.AES_KEY_GEN),
                  Template.builder().with(kek(name)).with(Cka.ID, new byte[] {id}).build()));
    }
    assertThatThrownBy(() -> provider().tokenKeys().find(name))
        .isInstanceOf(TokenException.class)
        .hasMessageContainingAll(name + ".v1", "2 keys", "id a0", "id a1");
  }

  private Template kek(String name) throws TokenException {
    return new KeyTemplates(provider().source().get().profile())
        .aesKek(name + ".v1", new byte[] {1}, 32, false);
  }

  private <T> T onToken(Token.Work<T> work) throws TokenException {
    return provider().source().get().withReadWrite(work);
  }
}
