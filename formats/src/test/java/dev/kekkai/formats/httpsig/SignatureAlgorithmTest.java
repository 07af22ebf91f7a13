package dev.kekkai.formats.httpsig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three algorithms, each with keys of its own kind only. */
class SignatureAlgorithmTest {

  private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @EnumSource
  void what_is_signed_verifies(SignatureAlgorithm algorithm) throws Exception {
    KeyPair pair = TestKeys.of(algorithm);

    byte[] signature = algorithm.sign(pair.getPrivate(), DATA);

    assertThat(algorithm.verify(pair.getPublic(), DATA, signature)).isTrue();
    assertThat(algorithm.verify(pair.getPublic(), new byte[1], signature)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void bytes_that_are_no_signature_are_refused(SignatureAlgorithm algorithm) throws Exception {
    PublicKey key = TestKeys.of(algorithm).getPublic();
    byte[] good = algorithm.sign(TestKeys.of(algorithm).getPrivate(), DATA);

    for (int fill = 0; fill < 256; fill += 17) {
      byte[] filled = new byte[good.length];
      Arrays.fill(filled, (byte) fill);
      assertThat(algorithm.verify(key, DATA, filled)).isFalse();
    }
    for (int i = 0; i < good.length; i++) {
      byte[] flipped = good.clone();
      flipped[i] ^= 1;
      assertThat(algorithm.verify(key, DATA, flipped)).isFalse();
    }
    for (int length : new int[] {0, 1, good.length - 1, good.length + 1, good.length * 2}) {
      assertThat(algorithm.verify(key, DATA, Arrays.copyOf(good, length))).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keys_of_the_others_do_not_fit(SignatureAlgorithm algorithm) {
    for (SignatureAlgorithm other : SignatureAlgorithm.values()) {
      KeyPair pair = TestKeys.of(other);
      for (Key key : new Key[] {pair.getPublic(), pair.getPrivate()}) {
        if (other == algorithm) {
          assertThatCode(() -> algorithm.requireFit(key)).doesNotThrowAnyException();
        } else {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> algorithm.requireFit(key))
              .withMessageStartingWith(algorithm.id() + " takes an ");
        }
      }
    }
  }

  @Test
  void other_curves_do_not_fit() {
    for (KeyPair pair : new KeyPair[] {TestKeys.ec("secp384r1"), TestKeys.ec("secp521r1")}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SignatureAlgorithm.ECDSA_P256_SHA256.requireFit(pair.getPublic()))
          .withMessage("ecdsa-p256-sha256 takes an EC key on the curve P-256");
    }
    for (String curve : new String[] {"Ed448", "X25519"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> SignatureAlgorithm.ED25519.requireFit(TestKeys.generate(curve).getPublic()))
          .withMessage("ed25519 takes an Ed25519 key");
    }
  }

  @Test
  void a_short_rsa_key_does_not_fit() {
    KeyPair pair = TestKeys.rsa(1024);

    for (Key key : new Key[] {pair.getPublic(), pair.getPrivate()}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SignatureAlgorithm.RSA_PSS_SHA512.requireFit(key))
          .withMessage("rsa-pss-sha512 takes an RSA key of 2048 to 8192 bits");
    }
  }

  @Test
  void an_opaque_private_key_is_known_by_its_name_a_public_one_is_not() {
    assertThatCode(() -> SignatureAlgorithm.ED25519.requireFit(opaque("EdDSA")))
        .doesNotThrowAnyException();
    assertThatCode(() -> SignatureAlgorithm.ECDSA_P256_SHA256.requireFit(opaque("EC")))
        .doesNotThrowAnyException();
    assertThatCode(() -> SignatureAlgorithm.RSA_PSS_SHA512.requireFit(opaque("RSA")))
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignatureAlgorithm.RSA_PSS_SHA512.requireFit(opaque("EC")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignatureAlgorithm.ED25519.requireFit(new OpaquePublicKey("Ed25519")));
  }

  private static PrivateKey opaque(String algorithm) {
    return new PrivateKey() {
      private static final long serialVersionUID = 1L;

      @Override
      public String getAlgorithm() {
        return algorithm;
      }

      @Override
      public String getFormat() {
        return null;
      }

      @Override
      public byte[] getEncoded() {
        return null;
      }
    };
  }

  private record OpaquePublicKey(String getAlgorithm) implements PublicKey {
    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }

  @Test
  void an_ecdsa_signature_in_der_is_refused() throws Exception {
    KeyPair pair = TestKeys.of(SignatureAlgorithm.ECDSA_P256_SHA256);
    Signature der = Signature.getInstance("SHA256withECDSA");
    der.initSign(pair.getPrivate());
    der.update(DATA);

    assertThat(SignatureAlgorithm.ECDSA_P256_SHA256.verify(pair.getPublic(), DATA, der.sign()))
        .isFalse();
  }

  @Test
  void an_ecdsa_signature_has_64_bytes() throws Exception {
    SignatureAlgorithm ecdsa = SignatureAlgorithm.ECDSA_P256_SHA256;
    KeyPair pair = TestKeys.of(ecdsa);

    for (int i = 0; i < 300; i++) { // about one in 128 has a leading zero in r or s
      assertThat(ecdsa.sign(pair.getPrivate(), new byte[] {(byte) i})).hasSize(64);
    }
  }

  @Test
  void a_pss_signature_with_another_salt_is_refused() throws Exception {
    KeyPair pair = TestKeys.of(SignatureAlgorithm.RSA_PSS_SHA512);

    for (int salt : new int[] {0, 32, 63, 65, 190, 64}) {
      Signature pss = Signature.getInstance("RSASSA-PSS");
      pss.setParameter(new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, salt, 1));
      pss.initSign(pair.getPrivate());
      pss.update(DATA);
      byte[] signature = pss.sign();

      assertThat(SignatureAlgorithm.RSA_PSS_SHA512.verify(pair.getPublic(), DATA, signature))
          .isEqualTo(salt == 64);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_algorithm_is_found_by_its_name(SignatureAlgorithm algorithm) {
    assertThat(SignatureAlgorithm.of(algorithm.id())).isEqualTo(algorithm);
  }

  @Test
  void another_name_is_refused() {
    for (String name : new String[] {"", "none", "hmac-sha256", "rsa-v1_5-sha256", "ED25519"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SignatureAlgorithm.of(name))
          .withMessage(
              "No signature algorithm of that name; there are ed25519, ecdsa-p256-sha256,"
                  + " rsa-pss-sha512");
    }
  }
}
