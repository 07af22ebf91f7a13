package dev.kekkai.formats.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import dev.kekkai.formats.EncryptionContext;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeSealerTest {
  private static final EncryptionContext CONTEXT =
      EncryptionContext.of("users", "otp_secret", "17");
  private static final byte[] VALUE = "4111 1111 1111 1111".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "p256", "p384", "p521"})
  void what_is_sealed_opens(String key) throws Exception {
    String sealed = sealer(key).seal(VALUE, CONTEXT);

    assertThat(open(key, sealed, CONTEXT)).isEqualTo(VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "p256", "p384", "p521"})
  void nimbus_unchanged_opens_it(String key) throws Exception {
    KeyPair pair = EnvelopeVectors.pair(key);
    JWEObject jwe = JWEObject.parse(sealer(key).seal(VALUE, CONTEXT));
    jwe.decrypt(
        pair.getPrivate() instanceof ECPrivateKey ec
            ? new ECDHDecrypter(ec, null, Curve.forECParameterSpec(ec.getParams()))
            : new RSADecrypter(pair.getPrivate()));

    assertThat(jwe.getPayload().toBytes()).isEqualTo(VALUE);
  }

  @Test
  void the_header_says_what_is_needed_and_no_more() throws Exception {
    Map<String, Object> rsa =
        JWEObject.parse(sealer("rsa").seal(VALUE, CONTEXT)).getHeader().toJSONObject();
    Map<String, Object> ec =
        JWEObject.parse(sealer("p256").seal(VALUE, CONTEXT)).getHeader().toJSONObject();

    assertThat(rsa)
        .isEqualTo(
            Map.of(
                "alg", "RSA-OAEP-256",
                "enc", "A256GCM",
                "kid", "payments.v3",
                "ctx", List.of("users", "otp_secret", "17")));
    assertThat(ec).containsOnlyKeys("alg", "enc", "kid", "ctx", "epk");
  }

  @Test
  void an_empty_context_needs_no_parameter() throws Exception {
    String sealed = sealer("p256").seal(VALUE, EncryptionContext.empty());

    assertThat(JWEObject.parse(sealed).getHeader().toJSONObject()).doesNotContainKey("ctx");
    assertThat(open("p256", sealed, EncryptionContext.empty())).isEqualTo(VALUE);
  }

  @Test
  void each_item_has_a_dek_an_iv_and_an_ephemeral_key_of_its_own() {
    EnvelopeSealer sealer = sealer("p256");
    String[] one = sealer.seal(VALUE, CONTEXT).split("\\.");
    String[] other = sealer.seal(VALUE, CONTEXT).split("\\.");

    for (int part = 0; part < 5; part++) {
      assertThat(one[part]).isNotEqualTo(other[part]);
    }
  }

  @Test
  void any_context_survives_json() throws Exception {
    EncryptionContext odd =
        EncryptionContext.of("\"", "\\", "\u0000\u001f\u007f\u2028", "結界 é 🔑", "</script>", "");
    String sealed = sealer("p256").seal(VALUE, odd);

    assertThat(SealedEnvelope.parse(sealed).context()).isEqualTo(odd);
    assertThat(open("p256", sealed, odd)).isEqualTo(VALUE);
  }

  @Test
  void the_callers_array_is_left_alone() {
    byte[] value = VALUE.clone();
    sealer("p256").seal(value, CONTEXT);

    assertThat(value).isEqualTo(VALUE);
  }

  @Test
  void the_bound_on_the_plaintext_is_exact() throws Exception {
    byte[] longest = new byte[SealedEnvelope.MAX_PLAINTEXT_BYTES];
    Arrays.fill(longest, (byte) 'x');
    String sealed = sealer("p256").seal(longest, CONTEXT);

    assertThat(open("p256", sealed, CONTEXT)).isEqualTo(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sealer("p256").seal(new byte[longest.length + 1], CONTEXT))
        .withMessage("An envelope takes at most 1048576 bytes, not 1048577");
  }

  @Test
  void the_longest_value_with_the_longest_context_stays_within_the_bounds() throws Exception {
    EncryptionContext longest =
        EncryptionContext.of("x".repeat(EncryptionContext.MAX_ENCODED_BYTES - 8));
    byte[] value = new byte[SealedEnvelope.MAX_PLAINTEXT_BYTES];
    String sealed = sealer("rsa").seal(value, longest);

    assertThat(sealed.length()).isLessThanOrEqualTo(SealedEnvelope.MAX_CHARS);
    assertThat(open("rsa", sealed, longest)).isEqualTo(value);
  }

  @Test
  void a_context_that_grows_too_long_as_json_is_refused() {
    EncryptionContext controls = EncryptionContext.of("\u0001".repeat(20_000));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sealer("p256").seal(VALUE, controls))
        .withMessageContaining("more room as JSON than the header of an envelope has");
  }

  @Test
  void threads_share_a_sealer() throws Exception {
    EnvelopeSealer sealer = sealer("p256");
    List<String> sealed =
        IntStream.range(0, 64)
            .parallel()
            .mapToObj(i -> sealer.seal(new byte[] {(byte) i}, CONTEXT))
            .toList();

    for (int i = 0; i < sealed.size(); i++) {
      assertThat(open("p256", sealed.get(i), CONTEXT)).containsExactly(i);
    }
  }

  private static EnvelopeSealer sealer(String key) {
    try {
      return new EnvelopeSealer(
          new PublicKek("payments.v3", EnvelopeVectors.pair(key).getPublic()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] open(String key, String sealed, EncryptionContext context)
      throws Exception {
    return new EnvelopeOpener(EnvelopeVectors.pair(key).getPrivate())
        .open(SealedEnvelope.parse(sealed), context);
  }
}
