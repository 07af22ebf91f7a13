package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.WrapMechanisms;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.testkit.TokenContract;
import dev.kekkai.testkit.matrix.NotSupported;
import dev.kekkai.testkit.vectors.KeyWrapVector;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C_WrapKey and C_UnwrapKey against the RFCs, with the KEK as a session object. */
class KeyWrapKnownAnswersTest extends TokenContract {

  @ParameterizedTest
  @MethodSource("dev.kekkai.testkit.vectors.KeyWrapVector#rfc3394")
  void the_token_wraps_as_rfc_3394_says(KeyWrapVector v) throws Exception {
    assertThat(wrap(WrapMethod.RFC3394, v)).isEqualTo(v.blob());
  }

  @ParameterizedTest
  @MethodSource("dev.kekkai.testkit.vectors.KeyWrapVector#rfc3394")
  void the_token_unwraps_as_rfc_3394_says(KeyWrapVector v) throws Exception {
    assertThat(unwrap(WrapMethod.RFC3394, v)).isEqualTo(v.key());
  }

  @ParameterizedTest
  @MethodSource("dev.kekkai.testkit.vectors.KeyWrapVector#rfc5649")
  void the_token_wraps_as_rfc_5649_says(KeyWrapVector v) throws Exception {
    String blob;
    try {
      blob = wrap(WrapMethod.RFC5649, v);
    } catch (CryptokiException e) {
      assertThat(e.returnValue()).isEqualTo(Ckr.BUFFER_TOO_SMALL);
      throw NotSupported.on(
          token(), "the IAIK binding believes a size query that is too small for RFC 5649");
    }
    if (blob.equals(wrap(WrapMethod.RFC5649, zeroPadded(v)))) {
      throw NotSupported.on(
          token(), "RFC 5649 of a key of no multiple of 8 bytes wraps it with zeros appended");
    }
    assertThat(blob).isEqualTo(v.blob());
  }

  private static KeyWrapVector zeroPadded(KeyWrapVector v) {
    int missing = (8 - v.key().length() / 2 % 8) % 8;
    return new KeyWrapVector(v.source(), v.kek(), v.key() + "00".repeat(missing), "");
  }

  @ParameterizedTest
  @MethodSource("dev.kekkai.testkit.vectors.KeyWrapVector#rfc5649")
  void the_token_unwraps_as_rfc_5649_says(KeyWrapVector v) throws Exception {
    assertThat(unwrap(WrapMethod.RFC5649, v)).isEqualTo(v.key());
  }

  private String wrap(WrapMethod method, KeyWrapVector v) throws TokenException {
    Mechanism mechanism = mechanism(method);
    return provider()
        .source()
        .get()
        .with(
            session -> {
              ObjectHandle kek = SessionKeys.kek(session, hex(v.kek()));
              ObjectHandle key =
                  session.createObject(
                      SessionKeys.generic()
                          .with(Cka.VALUE, hex(v.key()))
                          .with(Cka.EXTRACTABLE, true)
                          .build());
              byte[] out = new byte[64];
              int length = session.wrapKey(mechanism, kek, key, out);
              session.destroyObject(key);
              session.destroyObject(kek);
              return HexFormat.of().formatHex(Arrays.copyOf(out, length));
            });
  }

  private String unwrap(WrapMethod method, KeyWrapVector v) throws TokenException {
    Mechanism mechanism = mechanism(method);
    return provider()
        .source()
        .get()
        .with(
            session -> {
              ObjectHandle kek = SessionKeys.kek(session, hex(v.kek()));
              Template.Builder readable =
                  SessionKeys.generic().with(Cka.SENSITIVE, false).with(Cka.EXTRACTABLE, true);
              if (provider().source().get().profile().wrap().unwrapValueLen()) {
                readable.with(Cka.VALUE_LEN, v.key().length() / 2L);
              }
              ObjectHandle key = session.unwrapKey(mechanism, kek, hex(v.blob()), readable.build());
              byte[] value = SessionKeys.value(session, key);
              session.destroyObject(key);
              session.destroyObject(kek);
              if (value == null) {
                throw NotSupported.on(token(), "a key that is not CKA_SENSITIVE");
              }
              return HexFormat.of().formatHex(value);
            });
  }

  private Mechanism mechanism(WrapMethod method) throws TokenException {
    return new WrapMechanisms(provider().source().get().profile()).of(method);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
