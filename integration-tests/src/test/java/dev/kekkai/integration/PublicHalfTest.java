package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.UnfitKeyException;
import dev.kekkai.testkit.TokenContract;
import dev.kekkai.testkit.matrix.NotSupported;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Public objects are not private: whoever opens a session can put another in their place. */
class PublicHalfTest extends TokenContract {

  static Stream<KekSpec> elliptic() {
    return Stream.of(
        KekSpec.ec(freshName(), 256),
        KekSpec.ec(freshName(), 521),
        KekSpec.seal(freshName(), 256),
        KekSpec.seal(freshName(), 384));
  }

  static Stream<KekSpec> pairs() {
    return Stream.concat(Stream.of(KekSpec.rsa(freshName(), 2048)), elliptic());
  }

  @Test
  void a_replaced_public_object_of_an_rsa_kek_is_not_used() throws Exception {
    TokenKey made = make(KekSpec.rsa(freshName(), 2048));
    RSAPublicKey other = (RSAPublicKey) SoftwarePair.rsa().getPublic();
    replace(
        made,
        Template.builder()
            .with(Cka.KEY_TYPE, Ckk.RSA)
            .with(Cka.MODULUS, unsigned(other))
            .with(Cka.PUBLIC_EXPONENT, new byte[] {1, 0, 1}));
    assertThat(foundAnew(made).publicKey()).isEqualTo(made.publicKey());
  }

  @Test
  void an_rsa_kek_needs_no_public_object() throws Exception {
    TokenKey made = make(KekSpec.rsa(freshName(), 2048));
    provider()
        .source()
        .get()
        .withReadWrite(
            session -> {
              session.destroyObject(publicObject(session, made));
              return Boolean.TRUE;
            });
    assertThat(foundAnew(made).publicKey()).isEqualTo(made.publicKey());
  }

  @ParameterizedTest
  @MethodSource("elliptic")
  void a_replaced_public_object_of_an_ec_key_is_found_out(KekSpec spec) throws Exception {
    TokenKey made = make(spec);
    TokenKey other = make(KekSpec.ec(freshName(), spec.bits()));
    Attributes theirs =
        provider()
            .source()
            .get()
            .with(
                session ->
                    session.attributes(publicObject(session, other), Cka.EC_PARAMS, Cka.EC_POINT));
    replace(
        made,
        Template.builder()
            .with(Cka.KEY_TYPE, Ckk.EC)
            .with(Cka.EC_PARAMS, theirs.bytes(Cka.EC_PARAMS))
            .with(Cka.EC_POINT, theirs.bytes(Cka.EC_POINT)));
    if (made.kind() == KeyKind.EC_KEK
        && !provider().source().get().profile().ecdh().derivedReadable()) {
      throw NotSupported.on(token(), "a derived secret that can be read");
    }
    assertThatThrownBy(() -> foundAnew(made))
        .isInstanceOf(UnfitKeyException.class)
        .hasMessageContainingAll(made.ref().label(), "CKA_EC_POINT", "public half was replaced");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void neither_half_recovers_and_the_public_one_can_not_be_modified(KekSpec spec) throws Exception {
    TokenKey made = make(spec);
    provider()
        .source()
        .get()
        .with(
            session -> {
              Attributes priv = session.attributes(made.object(), Cka.SIGN_RECOVER);
              Attributes pub =
                  session.attributes(
                      publicObject(session, made), Cka.VERIFY_RECOVER, Cka.MODIFIABLE);
              assertThat(priv.bool(Cka.SIGN_RECOVER)).isFalse();
              assertThat(pub.bool(Cka.VERIFY_RECOVER)).isFalse();
              assertThat(pub.bool(Cka.MODIFIABLE)).isFalse();
              return Boolean.TRUE;
            });
  }

  private TokenKey foundAnew(TokenKey key) throws TokenException {
    try (KekkaiProvider other = token().provider()) {
      return other.tokenKeys().find(key.ref());
    }
  }

  private void replace(TokenKey key, Template.Builder by) throws TokenException {
    Template template =
        by.with(Cka.CLASS, Cko.PUBLIC_KEY)
            .with(Cka.TOKEN, true)
            .with(Cka.PRIVATE, false)
            .with(Cka.LABEL, key.ref().label())
            .with(Cka.ID, key.id())
            .build();
    provider()
        .source()
        .get()
        .withReadWrite(
            session -> {
              session.destroyObject(publicObject(session, key));
              return session.createObject(template);
            });
  }

  private static ObjectHandle publicObject(Session session, TokenKey key) throws TokenException {
    return session
        .find(
            Template.builder()
                .with(Cka.CLASS, Cko.PUBLIC_KEY)
                .with(Cka.LABEL, key.ref().label())
                .build())
        .get(0);
  }

  private static byte[] unsigned(RSAPublicKey key) {
    byte[] modulus = key.getModulus().toByteArray();
    return Arrays.copyOfRange(modulus, 1, modulus.length);
  }
}
