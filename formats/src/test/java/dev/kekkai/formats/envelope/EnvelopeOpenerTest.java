package dev.kekkai.formats.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.HsmLikeProvider;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.interfaces.ECKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeOpenerTest {
  private static final EncryptionContext CONTEXT = EncryptionContext.of("users", "otp_secret");
  private static final byte[] VALUE = "4111 1111 1111 1111".getBytes(UTF_8);

  private final HsmLikeProvider hsm = new HsmLikeProvider("HsmLike");

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "p256", "p384", "p521"})
  void an_opaque_key_opens_with_its_provider_given(String key) throws Exception {
    KeyPair pair = EnvelopeVectors.pair(key);

    assertThat(new EnvelopeOpener(hsm.hide(pair.getPrivate()), hsm).open(seal(pair), CONTEXT))
        .isEqualTo(VALUE);
    assertThat(hsm.operations()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "p256", "p521"})
  void an_opaque_key_opens_with_its_provider_registered_last(String key) throws Exception {
    KeyPair pair = EnvelopeVectors.pair(key);
    EnvelopeOpener opener = new EnvelopeOpener(hsm.hide(pair.getPrivate()));

    assertThat(registered(hsm, () -> opener.open(seal(pair), CONTEXT))).isEqualTo(VALUE);
    assertThat(hsm.operations()).isEqualTo(1);
  }

  @Test
  void a_dek_that_stays_in_the_hsm_decrypts_there_and_is_destroyed() throws Exception {
    KeyPair pair = EnvelopeVectors.pair("rsa");
    EnvelopeOpener given = new EnvelopeOpener(hsm.keepingDeks().hide(pair.getPrivate()), hsm);

    assertThat(given.open(seal(pair), CONTEXT)).isEqualTo(VALUE);
    assertThat(hsm.lastDek()).isNotNull().matches(dek -> dek.isDestroyed());
  }

  @Test
  void the_same_with_the_provider_registered() throws Exception {
    KeyPair pair = EnvelopeVectors.pair("rsa");
    EnvelopeOpener found = new EnvelopeOpener(hsm.keepingDeks().hide(pair.getPrivate()));

    assertThat(registered(hsm, () -> found.open(seal(pair), CONTEXT))).isEqualTo(VALUE);
    assertThat(hsm.lastDek()).isNotNull().matches(dek -> dek.isDestroyed());
  }

  @Test
  void a_dek_of_another_length_that_stays_in_the_hsm_is_refused() throws Exception {
    KeyPair pair = EnvelopeVectors.pair("rsa");
    SealedEnvelope shortDek =
        new Forgery(pair.getPublic()).dek(new byte[16]).context(CONTEXT).envelope();

    assertThatThrownBy(
            () ->
                new EnvelopeOpener(hsm.keepingDeks().hide(pair.getPrivate()), hsm)
                    .open(shortDek, CONTEXT))
        .isExactlyInstanceOf(EnvelopeOpenException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "p256"})
  void trouble_with_the_hsm_comes_through_unchanged(String key) throws Exception {
    class HsmAway extends ProviderException {
      private static final long serialVersionUID = 1L;
    }
    KeyPair pair = EnvelopeVectors.pair(key);
    EnvelopeOpener opener = new EnvelopeOpener(hsm.hide(pair.getPrivate()), hsm);
    HsmAway away = new HsmAway();
    hsm.fail(away);

    assertThat(catchThrowable(() -> opener.open(seal(pair), CONTEXT))).isSameAs(away);
  }

  @Test
  void trouble_is_found_in_what_it_is_wrapped_in() {
    ProviderException trouble = new ProviderException("away");

    assertThatThrownBy(
            () -> Ciphers.passOnTrouble(new Exception(new IllegalStateException(trouble))))
        .isSameAs(trouble);
    Ciphers.passOnTrouble(new Exception("about the envelope"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "p256"})
  void a_key_that_no_provider_takes_is_no_fault_of_the_envelope(String key) throws Exception {
    KeyPair pair = EnvelopeVectors.pair(key);
    EnvelopeOpener opener = new EnvelopeOpener(hsm.hide(pair.getPrivate())); // not registered

    assertThatThrownBy(() -> opener.open(seal(pair), CONTEXT))
        .isInstanceOf(ProviderException.class)
        .hasMessageStartingWith("The private key can't be used: ");
  }

  @Test
  void a_provider_that_offers_nothing_of_the_kind_is_named_as_the_reason() throws Exception {
    KeyPair pair = EnvelopeVectors.pair("p256");
    Provider empty = new Provider("Empty", "1", "for tests") {};

    assertThatThrownBy(() -> new EnvelopeOpener(pair.getPrivate(), empty).open(seal(pair), CONTEXT))
        .isInstanceOf(ProviderException.class)
        .hasMessage("No provider offers ECDH");
  }

  @Test
  void another_kind_of_key_is_refused() throws Exception {
    PrivateKey ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EnvelopeOpener(ed))
        .withMessageContaining("with the interface RSAKey or ECKey");
  }

  @Test
  void a_key_on_another_curve_is_refused() {
    // secp256k1, which the JDK no longer has
    BigInteger p =
        new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);
    EllipticCurve curve =
        new EllipticCurve(new ECFieldFp(p), BigInteger.ZERO, BigInteger.valueOf(7));
    ECPoint generator =
        new ECPoint(
            new BigInteger("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16),
            new BigInteger("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8", 16));
    BigInteger order =
        new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    ECParameterSpec params = new ECParameterSpec(curve, generator, order, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EnvelopeOpener(new OnCurve(params)))
        .withMessage("An EC KEK is on P-256, P-384 or P-521; this key is on another curve");
  }

  @Test
  void the_array_given_is_the_callers_own() throws Exception {
    KeyPair pair = EnvelopeVectors.pair("p256");
    SealedEnvelope envelope = seal(pair);
    EnvelopeOpener opener = new EnvelopeOpener(pair.getPrivate());
    opener.open(envelope, CONTEXT)[0] = 0;

    assertThat(opener.open(envelope, CONTEXT)).isEqualTo(VALUE);
  }

  @Test
  void threads_share_an_opener() throws Exception {
    KeyPair pair = EnvelopeVectors.pair("p256");
    EnvelopeOpener opener = new EnvelopeOpener(pair.getPrivate());
    SealedEnvelope envelope = seal(pair);

    assertThat(IntStream.range(0, 64).parallel().mapToObj(i -> opened(opener, envelope)))
        .hasSize(64)
        .allSatisfy(value -> assertThat(value).isEqualTo(VALUE));
  }

  private static byte[] opened(EnvelopeOpener opener, SealedEnvelope envelope) {
    try {
      return opener.open(envelope, CONTEXT);
    } catch (EnvelopeOpenException e) {
      throw new AssertionError(e);
    }
  }

  private static SealedEnvelope seal(KeyPair pair) throws Exception {
    return SealedEnvelope.parse(
        new EnvelopeSealer(new PublicKek("payments.v3", pair.getPublic())).seal(VALUE, CONTEXT));
  }

  private interface Work {
    byte[] run() throws Exception;
  }

  private static byte[] registered(Provider provider, Work work) throws Exception {
    Security.addProvider(provider);
    try {
      return work.run();
    } finally {
      Security.removeProvider(provider.getName());
    }
  }

  private record OnCurve(ECParameterSpec params) implements PrivateKey, ECKey {
    @Override
    public ECParameterSpec getParams() {
      return params;
    }

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return "none";
    }

    @Override
    public byte[] getEncoded() {
      return new byte[0];
    }
  }
}
