package dev.kekkai.provider.spi.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcdsaDerTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void leadingZerosGoAndAHighBitGetsAZero() {
    assertThat(EcdsaDer.encode(hex("0000017f" + "80000000")))
        .isEqualTo(hex("300b" + "0202017f" + "02050080000000"));
  }

  @Test
  void zeroIsANumberOfOneByte() {
    assertThat(EcdsaDer.encode(hex("0000"))).isEqualTo(hex("3006020100020100"));
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 384, 521})
  void whatTheJdkWritesSideBySideItVerifiesAsDer(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(bits);
    KeyPair pair = generator.generateKeyPair();
    for (int i = 0; i < 50; i++) {
      Signature raw = Signature.getInstance("SHA256withECDSAinP1363Format");
      raw.initSign(pair.getPrivate());
      raw.update((byte) i);
      Signature der = Signature.getInstance("SHA256withECDSA");
      der.initVerify(pair.getPublic());
      der.update((byte) i);

      assertThat(der.verify(EcdsaDer.encode(raw.sign()))).isTrue();
    }
  }

  @Test
  void anOddLengthIsNoSignature() {
    assertThatThrownBy(() -> EcdsaDer.encode(new byte[63]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EcdsaDer.encode(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
