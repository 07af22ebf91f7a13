package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.provider.KekSpec;
import dev.kekkai.testkit.TokenContract;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ECDH with the private half in the token; SunEC is the other side. */
class EcdhTest extends TokenContract {

  @ParameterizedTest
  @CsvSource({"256, secp256r1, 32", "384, secp384r1, 48", "521, secp521r1, 66"})
  void both_sides_agree_on_z_of_the_fields_length(int bits, String curve, int length)
      throws Exception {
    KeyPair kek = kek(bits);
    for (int i = 0; i < 20; i++) {
      KeyPair peer = software(curve);
      KeyAgreement token = KeyAgreement.getInstance("ECDH", provider());
      token.init(kek.getPrivate());
      token.doPhase(peer.getPublic(), true);
      KeyAgreement software = KeyAgreement.getInstance("ECDH", "SunEC");
      software.init(peer.getPrivate());
      software.doPhase(kek.getPublic(), true);
      assertThat(token.generateSecret()).hasSize(length).isEqualTo(software.generateSecret());
    }
  }

  @Test
  void a_peer_on_another_curve_is_refused() throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider());
    agreement.init(kek(256).getPrivate());
    KeyPair peer = software("secp384r1");
    assertThatThrownBy(() -> agreement.doPhase(peer.getPublic(), true))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void a_seal_key_does_not_agree() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider());
    generator.initialize(KekSpec.seal(freshName(), 256));
    KeyPair seal = generator.generateKeyPair();
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider());
    assertThatThrownBy(() -> agreement.init(seal.getPrivate()))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("EC KEK");
  }

  private KeyPair kek(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider());
    generator.initialize(KekSpec.ec(freshName(), bits));
    return generator.generateKeyPair();
  }

  private static KeyPair software(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }
}
