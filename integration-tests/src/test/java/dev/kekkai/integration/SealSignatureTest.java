package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.provider.KekSpec;
import dev.kekkai.testkit.TokenContract;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seal keys sign in the token; SunEC verifies. */
class SealSignatureTest extends TokenContract {

  @ParameterizedTest
  @CsvSource({
    "SHA256withECDSA, 256",
    "SHA384withECDSA, 384",
    "SHA256withECDSA, 384",
    "SHA384withECDSA, 256"
  })
  void sunec_verifies_what_the_token_signed(String algorithm, int bits) throws Exception {
    KeyPair pair = pair(KekSpec.seal(freshName(), bits));
    for (int size : new int[] {0, 1, 1000}) {
      Signature signer = Signature.getInstance(algorithm, provider());
      signer.initSign(pair.getPrivate());
      signer.update(SeededBytes.of(size, size));
      byte[] signature = signer.sign();
      assertThat(verify(algorithm, pair, SeededBytes.of(size, size), signature)).isTrue();
      assertThat(verify(algorithm, pair, SeededBytes.of(2, size + 1), signature)).isFalse();
    }
  }

  @Test
  void a_hundred_signatures_of_all_shapes_verify() throws Exception {
    KeyPair pair = pair(KekSpec.seal(freshName(), 256));
    Signature signer = Signature.getInstance("SHA256withECDSA", provider());
    for (int i = 0; i < 100; i++) {
      signer.initSign(pair.getPrivate());
      signer.update((byte) i);
      assertThat(verify("SHA256withECDSA", pair, new byte[] {(byte) i}, signer.sign())).isTrue();
    }
  }

  @Test
  void an_ec_kek_does_not_sign() throws Exception {
    KeyPair kek = pair(KekSpec.ec(freshName(), 256));
    Signature signer = Signature.getInstance("SHA256withECDSA", provider());
    assertThatThrownBy(() -> signer.initSign(kek.getPrivate()))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("seal key");
  }

  private static boolean verify(String algorithm, KeyPair pair, byte[] data, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm, "SunEC");
    verifier.initVerify(pair.getPublic());
    verifier.update(data);
    return verifier.verify(signature);
  }

  private KeyPair pair(KekSpec spec) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider());
    generator.initialize(spec);
    return generator.generateKeyPair();
  }
}
