package dev.kekkai.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.EnvelopeOpenException;
import dev.kekkai.formats.envelope.EnvelopeOpener;
import dev.kekkai.formats.envelope.EnvelopeSealer;
import dev.kekkai.formats.envelope.PublicKek;
import dev.kekkai.formats.envelope.SealedEnvelope;
import dev.kekkai.formats.kekset.KekSet;
import dev.kekkai.formats.kekset.KekSetSigner;
import dev.kekkai.formats.kekset.KekSetVerifier;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.testkit.TokenContract;
import dev.kekkai.testkit.matrix.NotSupported;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelopes and KEK sets with the private keys in the token. */
class SealedEnvelopeTest extends TokenContract {
  private static final EncryptionContext CONTEXT =
      EncryptionContext.of("users", "otp_secret", "17");
  private static final byte[] VALUE = "4111 1111 1111 1111".getBytes(UTF_8);

  @Override
  protected String[] overrides() {
    return new String[] {"kek", "envelopes"};
  }

  @Override
  protected void prepare() throws Exception {
    make(usualKek("envelopes"));
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 521})
  void an_ec_kek_opens_with_its_provider_given(int bits) throws Exception {
    KeyPair kek = pair("EC", KekSpec.ec(freshName(), bits));

    assertThat(
            new EnvelopeOpener(kek.getPrivate(), provider())
                .open(SealedEnvelope.parse(seal(kek)), CONTEXT))
        .isEqualTo(VALUE);
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 521})
  void an_ec_kek_opens_with_its_provider_registered(int bits) throws Exception {
    KeyPair kek = pair("EC", KekSpec.ec(freshName(), bits));
    EnvelopeOpener opener = new EnvelopeOpener(kek.getPrivate());
    Security.addProvider(provider());
    try {
      assertThat(opener.open(SealedEnvelope.parse(seal(kek)), CONTEXT)).isEqualTo(VALUE);
    } finally {
      Security.removeProvider(provider().getName());
    }
  }

  @Test
  void an_rsa_kek_opens_where_the_module_can() throws Exception {
    if (!provider().source().get().profile().oaep().hashes().contains("SHA-256")) {
      throw NotSupported.on(token(), "RSA-OAEP with SHA-256");
    }
    KeyPair kek = pair("RSA", KekSpec.rsa(freshName(), 3072));

    assertThat(
            new EnvelopeOpener(kek.getPrivate(), provider())
                .open(SealedEnvelope.parse(seal(kek)), CONTEXT))
        .isEqualTo(VALUE);
    assertThatThrownBy(
            () ->
                new EnvelopeOpener(kek.getPrivate(), provider())
                    .open(SealedEnvelope.parse(damaged(seal(kek), 1)), CONTEXT))
        .isExactlyInstanceOf(EnvelopeOpenException.class);
  }

  @Test
  void an_envelope_that_is_wrong_is_refused_and_the_token_goes_on() throws Exception {
    KeyPair kek = pair("EC", KekSpec.ec(freshName(), 256));
    KeyPair other = pair("EC", KekSpec.ec(freshName(), 256));
    EnvelopeOpener opener = new EnvelopeOpener(kek.getPrivate(), provider());
    String good = seal(kek);

    assertRefused(opener, good, EncryptionContext.of("users", "otp_secret", "18"));
    assertRefused(opener, damaged(good, 1), CONTEXT);
    assertRefused(opener, damaged(good, 4), CONTEXT);
    assertRefused(opener, seal(other), CONTEXT);
    assertRefused(opener, seal(softwareKek()), CONTEXT);
    assertThat(opener.open(SealedEnvelope.parse(good), CONTEXT)).isEqualTo(VALUE);
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 384})
  void a_seal_key_in_the_token_signs_a_kek_set(int bits) throws Exception {
    KeyPair seal = pair("EC", KekSpec.seal(freshName(), bits));
    KeyPair kek = pair("EC", KekSpec.ec(freshName(), 256));
    Instant now = Instant.parse("2026-09-21T14:13:20Z");
    KekSet set =
        new KekSet(
            1,
            now,
            now.plusSeconds(60),
            Map.of("payments", "payments.v1"),
            List.of(new PublicKek("payments.v1", kek.getPublic())));
    ECPublicKey pinned = (ECPublicKey) seal.getPublic();

    String jws = new KekSetSigner(seal.getPrivate(), pinned, provider()).sign(set);

    assertThat(new KekSetVerifier(List.of(pinned)).verify(jws)).isEqualTo(set);
  }

  private static void assertRefused(EnvelopeOpener opener, String text, EncryptionContext context) {
    assertThatThrownBy(() -> opener.open(SealedEnvelope.parse(text), context))
        .isExactlyInstanceOf(EnvelopeOpenException.class)
        .hasNoCause();
  }

  private static String damaged(String text, int part) {
    String[] parts = text.split("\\.");
    parts[part] = (parts[part].charAt(0) == 'A' ? 'B' : 'A') + parts[part].substring(1);
    return String.join(".", parts);
  }

  private static String seal(KeyPair kek) {
    return new EnvelopeSealer(new PublicKek("payments.v1", kek.getPublic())).seal(VALUE, CONTEXT);
  }

  private static KeyPair softwareKek() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
    generator.initialize(3072);
    return generator.generateKeyPair();
  }

  private KeyPair pair(String algorithm, KekSpec spec) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider());
    generator.initialize(spec);
    return generator.generateKeyPair();
  }
}
