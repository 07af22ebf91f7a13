package dev.kekkai.formats.kekset;

import static dev.kekkai.formats.kekset.TestKeks.pair;
import static dev.kekkai.formats.kekset.TestKeks.publicOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import dev.kekkai.formats.HsmLikeProvider;
import dev.kekkai.formats.encoding.NistCurve;
import dev.kekkai.formats.encoding.SealKey;
import dev.kekkai.formats.envelope.PublicKek;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureException;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KekSetSignerTest {
  private final HsmLikeProvider hsm = new HsmLikeProvider("HsmLike");
  private final KeyPair seal = pair(NistCurve.P_256);
  private final KekSet set = TestKeks.set();

  @ParameterizedTest
  @EnumSource
  void what_is_signed_verifies(NistCurve curve) throws Exception {
    KeyPair pair = pair(curve);
    String jws = new KekSetSigner(pair.getPrivate(), publicOf(pair)).sign(set);

    assertThat(new KekSetVerifier(List.of(publicOf(pair))).verify(jws)).isEqualTo(set);
  }

  @Test
  void nimbus_unchanged_verifies_it_and_reads_a_jwk_set() throws Exception {
    JWSObject jws = JWSObject.parse(new KekSetSigner(seal.getPrivate(), publicOf(seal)).sign(set));
    JWKSet jwks = JWKSet.parse(jws.getPayload().toString());

    assertThat(jws.verify(new ECDSAVerifier(publicOf(seal)))).isTrue();
    assertThat(jws.getHeader().toJSONObject())
        .isEqualTo(
            Map.of(
                "alg",
                "ES256",
                "typ",
                "kekkai-keks+jwt",
                "kid",
                SealKey.of(publicOf(seal)).thumbprint()));
    assertThat(jwks.getKeys()).hasSize(3).noneMatch(key -> key.isPrivate());
    assertThat(jwks.getAdditionalMembers()).containsOnlyKeys("version", "iat", "exp", "primaries");
  }

  @Test
  void an_opaque_key_signs_with_its_provider_given() throws Exception {
    KekSetSigner signer = new KekSetSigner(hsm.hide(seal.getPrivate()), publicOf(seal), hsm);

    assertThat(new KekSetVerifier(List.of(publicOf(seal))).verify(signer.sign(set))).isEqualTo(set);
    assertThat(hsm.operations()).isEqualTo(1);
  }

  @Test
  void an_opaque_key_signs_with_its_provider_registered_last() throws Exception {
    KeyPair p384 = pair(NistCurve.P_384);
    KekSetSigner signer = new KekSetSigner(hsm.hide(p384.getPrivate()), publicOf(p384));
    Security.addProvider(hsm);
    try {
      assertThat(new KekSetVerifier(List.of(publicOf(p384))).verify(signer.sign(set)))
          .isEqualTo(set);
    } finally {
      Security.removeProvider(hsm.getName());
    }
    assertThat(hsm.operations()).isEqualTo(1);
  }

  @Test
  void trouble_with_the_hsm_comes_through_unchanged() {
    KekSetSigner signer = new KekSetSigner(hsm.hide(seal.getPrivate()), publicOf(seal), hsm);
    ProviderException away = new ProviderException("away");
    hsm.fail(away);

    assertThat(catchThrowable(() -> signer.sign(set))).isSameAs(away);
  }

  @Test
  void a_key_that_no_provider_takes_does_not_sign() {
    KekSetSigner signer = new KekSetSigner(hsm.hide(seal.getPrivate()), publicOf(seal));

    assertThatThrownBy(() -> signer.sign(set))
        .isInstanceOf(SignatureException.class)
        .hasMessageStartingWith("The seal key does not sign: ");
  }

  @Test
  void a_public_half_of_another_key_is_noticed_before_anything_is_given_out() {
    KekSetSigner signer = new KekSetSigner(seal.getPrivate(), publicOf(pair(NistCurve.P_256)));

    assertThatThrownBy(() -> signer.sign(set))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining("is the public seal key that of another one?");
  }

  @Test
  void a_public_half_on_another_curve_does_not_sign() {
    KekSetSigner signer = new KekSetSigner(seal.getPrivate(), publicOf(pair(NistCurve.P_384)));

    assertThatThrownBy(() -> signer.sign(set)).isInstanceOf(SignatureException.class);
  }

  @Test
  void a_set_beyond_the_bound_is_refused() throws Exception {
    KekSetSigner signer = new KekSetSigner(seal.getPrivate(), publicOf(seal));
    PublicKey longest =
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(
                    BigInteger.ONE.shiftLeft(8192).subtract(BigInteger.ONE),
                    BigInteger.valueOf(65_537)));
    List<PublicKek> keks =
        IntStream.range(0, KekSet.MAX_KEKS)
            .mapToObj(i -> new PublicKek("x".repeat(45) + (100 + i) + ".v999999999", longest))
            .toList();
    Map<String, String> primaries =
        keks.stream().collect(Collectors.toMap(PublicKek::name, PublicKek::kid));

    assertThat(signer.sign(set(Map.of(), keks)).length()).isLessThanOrEqualTo(1024 * 1024);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.sign(set(primaries, keks)))
        .withMessageStartingWith("A signed KEK set has at most 1048576 characters, this one ");
  }

  private static KekSet set(Map<String, String> primaries, List<PublicKek> keks) {
    return new KekSet(1, TestKeks.ISSUED, TestKeks.EXPIRES, primaries, keks);
  }
}
