package dev.kekkai.formats.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.WatchedCiphers.Spi;
import java.security.KeyPair;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a DEK or of the key that wraps it is left where JCA keeps keys. */
class WipingTest {
  private static final EncryptionContext CONTEXT = EncryptionContext.of("users", "17");
  private static final byte[] BLANK = new byte[32];

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "p256"})
  void sealing_leaves_no_key_behind(String key) throws Exception {
    KeyPair pair = EnvelopeVectors.pair(key);
    EnvelopeSealer sealer = new EnvelopeSealer(new PublicKek("payments.v3", pair.getPublic()));
    try (WatchedCiphers watched = new WatchedCiphers()) {
      sealer.seal("4111".getBytes(UTF_8), CONTEXT);

      assertWiped(watched.ciphers(), key.equals("rsa") ? 1 : 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "p256"})
  void opening_leaves_no_key_behind(String key) throws Exception {
    KeyPair pair = EnvelopeVectors.pair(key);
    SealedEnvelope envelope = new Forgery(pair.getPublic()).context(CONTEXT).dek(dek()).envelope();
    try (WatchedCiphers watched = new WatchedCiphers()) {
      byte[] opened = new EnvelopeOpener(pair.getPrivate()).open(envelope, CONTEXT);

      assertThat(opened).isEqualTo("4111".getBytes(UTF_8));
      assertWiped(watched.ciphers(), key.equals("rsa") ? 1 : 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "p256"})
  void failing_leaves_no_key_behind(String key) throws Exception {
    KeyPair pair = EnvelopeVectors.pair(key);
    SealedEnvelope envelope = new Forgery(pair.getPublic()).context(CONTEXT).dek(dek()).envelope();
    EnvelopeOpener opener = new EnvelopeOpener(pair.getPrivate());
    try (WatchedCiphers watched = new WatchedCiphers()) {
      assertThatThrownBy(() -> opener.open(envelope, EncryptionContext.empty()))
          .isInstanceOf(EnvelopeOpenException.class);

      assertWiped(watched.ciphers(), key.equals("rsa") ? 1 : 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "p256"})
  void an_envelope_of_another_kek_is_decrypted_all_the_same(String key) throws Exception {
    // With a key that nobody knows, so that it takes as long as one with a wrong tag.
    SealedEnvelope other =
        new Forgery(EnvelopeVectors.pair("p384").getPublic()).context(CONTEXT).envelope();
    EnvelopeOpener opener = new EnvelopeOpener(EnvelopeVectors.pair(key).getPrivate());
    try (WatchedCiphers watched = new WatchedCiphers()) {
      assertThatThrownBy(() -> opener.open(other, CONTEXT))
          .isInstanceOf(EnvelopeOpenException.class);

      assertThat(watched.ciphers()).hasSize(1);
      assertThat(watched.ciphers().get(0).lastKey()).isEqualTo(BLANK);
    }
  }

  private static void assertWiped(List<Spi> ciphers, int count) {
    assertThat(ciphers).hasSize(count);
    for (Spi cipher : ciphers) {
      assertThat(cipher.lastKey()).isEqualTo(BLANK);
      assertThat(cipher.given()).hasSize(2).allSatisfy(key -> assertThat(key).isEqualTo(BLANK));
    }
    assertThat(ciphers.stream().map(Spi::unwrapped).filter(Objects::nonNull))
        .allSatisfy(dek -> assertThat(dek).isEqualTo(BLANK));
  }

  private static byte[] dek() {
    return "a DEK that is not all zero bytes".getBytes(UTF_8);
  }
}
