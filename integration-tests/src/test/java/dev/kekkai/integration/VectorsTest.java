package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.testkit.vectors.GcmVector;
import dev.kekkai.testkit.vectors.KeyWrapVector;
import java.util.HexFormat;
import javax.crypto.Cipher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors themselves: two libraries that know nothing of each other agree with them. */
class VectorsTest {

  @ParameterizedTest
  @MethodSource("dev.kekkai.testkit.vectors.GcmVector#all")
  void sunjce_and_bouncy_castle_give_the_gcm_answers(GcmVector v) throws Exception {
    byte[] key = hex(v.key());
    byte[] iv = hex(v.iv());
    byte[] aad = hex(v.aad());
    byte[] plain = hex(v.plaintext());
    assertThat(Software.sunGcm(Cipher.ENCRYPT_MODE, key, iv, aad, plain)).isEqualTo(v.sealed());
    assertThat(Software.bcGcm(true, key, iv, aad, plain)).isEqualTo(v.sealed());
  }

  @ParameterizedTest
  @MethodSource("dev.kekkai.testkit.vectors.KeyWrapVector#rfc3394")
  void sunjce_and_bouncy_castle_give_the_rfc_3394_answers(KeyWrapVector v) throws Exception {
    assertThat(Software.sunWrap(false, hex(v.kek()), hex(v.key()))).isEqualTo(hex(v.blob()));
    assertThat(Software.bcWrap(false, hex(v.kek()), hex(v.key()))).isEqualTo(hex(v.blob()));
  }

  @ParameterizedTest
  @MethodSource("dev.kekkai.testkit.vectors.KeyWrapVector#rfc5649")
  void sunjce_and_bouncy_castle_give_the_rfc_5649_answers(KeyWrapVector v) throws Exception {
    assertThat(Software.sunWrap(true, hex(v.kek()), hex(v.key()))).isEqualTo(hex(v.blob()));
    assertThat(Software.bcWrap(true, hex(v.kek()), hex(v.key()))).isEqualTo(hex(v.blob()));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
