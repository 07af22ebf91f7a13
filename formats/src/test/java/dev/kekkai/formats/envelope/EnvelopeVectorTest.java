package dev.kekkai.formats.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import dev.kekkai.formats.encoding.Base64Url;
import dev.kekkai.formats.envelope.EnvelopeVectors.Vector;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vectors of docs/formats/sealed-envelope.md, which jwcrypto made, and what releases wrote,
 * against the code.
 */
class EnvelopeVectorTest {

  static List<Vector> vectors() {
    return EnvelopeVectors.vectors();
  }

  static Stream<Vector> withGolden() {
    return EnvelopeVectors.withGolden();
  }

  static Stream<Vector> agreements() {
    return vectors().stream().filter(Vector::isEcdh);
  }

  static List<Vector> refused() {
    return EnvelopeVectors.refused();
  }

  @Test
  void the_file_has_its_vectors() {
    assertThat(vectors()).hasSize(6);
    assertThat(refused()).hasSize(47);
  }

  @ParameterizedTest
  @MethodSource("withGolden")
  void it_opens(Vector vector) throws Exception {
    byte[] opened =
        new EnvelopeOpener(vector.pair().getPrivate())
            .open(SealedEnvelope.parse(vector.jwe()), vector.context());

    assertThat(opened).isEqualTo(vector.plaintext());
  }

  @ParameterizedTest
  @MethodSource("withGolden")
  void what_stands_in_clear_is_read_without_a_key(Vector vector) throws Exception {
    SealedEnvelope envelope = SealedEnvelope.parse(vector.jwe());

    assertThat(envelope.kid()).isEqualTo(vector.kid());
    assertThat(envelope.kekName()).isEqualTo("payments");
    assertThat(envelope.kid()).isEqualTo("payments.v" + envelope.kekVersion());
    assertThat(envelope.context()).isEqualTo(vector.context());
    assertThat(envelope.algorithm().jose())
        .isEqualTo(vector.isEcdh() ? "ECDH-ES+A256KW" : "RSA-OAEP-256");
    assertThat(envelope.plaintextLength()).isEqualTo(vector.plaintext().length);
  }

  @ParameterizedTest
  @MethodSource("withGolden")
  void nimbus_unchanged_opens_it(Vector vector) throws Exception {
    PrivateKey key = vector.pair().getPrivate();
    JWEObject jwe = JWEObject.parse(vector.jwe());
    jwe.decrypt(
        key instanceof ECPrivateKey ec
            ? new ECDHDecrypter(ec, null, Curve.forECParameterSpec(ec.getParams()))
            : new RSADecrypter(key));

    assertThat(jwe.getPayload().toBytes()).isEqualTo(vector.plaintext());
  }

  @ParameterizedTest
  @MethodSource("agreements")
  void the_steps_are_those_of_the_page(Vector vector) throws Exception {
    EnvelopeHeader header = SealedEnvelope.parse(vector.jwe()).header();
    byte[] wrappingKey =
        ConcatKdf.derive(
            vector.bytes("z"), "ECDH-ES+A256KW", header.apu(), header.apv(), Byte.SIZE * 32);
    Cipher unwrap = Cipher.getInstance("AESWrap");
    unwrap.init(Cipher.UNWRAP_MODE, new SecretKeySpec(wrappingKey, "AES"));
    byte[] encryptedKey =
        Base64Url.decode(vector.jwe().split("\\.")[1], 40, IllegalArgumentException::new);

    assertThat(wrappingKey).isEqualTo(vector.bytes("wrapping-key"));
    assertThat(unwrap.unwrap(encryptedKey, "AES", Cipher.SECRET_KEY).getEncoded())
        .isEqualTo(vector.bytes("dek"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_is_refused_is(Vector refused) throws Exception {
    EnvelopeOpener opener = new EnvelopeOpener(refused.pair().getPrivate());

    assertThatThrownBy(() -> opener.open(SealedEnvelope.parse(refused.jwe()), refused.context()))
        .isInstanceOf(GeneralSecurityException.class)
        .isInstanceOfAny(EnvelopeFormatException.class, EnvelopeOpenException.class);
  }
}
