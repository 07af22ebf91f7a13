package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.testkit.matrix.NotSupported;
import dev.kekkai.testkit.vectors.GcmVector;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code AES/GCM/NoPadding} in both bulk modes. */
class GcmTest extends JcaContract {

  static Stream<Arguments> vectors() {
    return GcmVector.all().flatMap(v -> Stream.of(BulkMode.values()).map(m -> Arguments.of(v, m)));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void the_published_answers_come_out(GcmVector v, BulkMode mode) throws Exception {
    SecretKey key = imported(hex(v.key()), mode);
    Cipher encrypt = gcm(Cipher.ENCRYPT_MODE, key, hex(v.iv()));
    encrypt.updateAAD(hex(v.aad()));
    assertThat(encrypt.doFinal(hex(v.plaintext()))).isEqualTo(v.sealed());
    Cipher decrypt = gcm(Cipher.DECRYPT_MODE, key, hex(v.iv()));
    decrypt.updateAAD(hex(v.aad()));
    assertThat(decrypt.doFinal(v.sealed())).isEqualTo(hex(v.plaintext()));
  }

  static Stream<Arguments> sizes() {
    return Stream.of(0, 1, 15, 16, 17, 4096, 15360, 70_000, 1 << 20)
        .flatMap(n -> Stream.of(BulkMode.values()).map(m -> Arguments.of(n, m)));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void what_one_engine_writes_every_other_reads(int size, BulkMode mode) throws Exception {
    byte[] plain = SeededBytes.of(size, size);
    byte[] aad = {1, 2, 3};
    Cipher cipher = gcm();
    cipher.init(Cipher.ENCRYPT_MODE, imported(KEY, mode));
    cipher.updateAAD(aad);
    byte[] sealed = cipher.doFinal(plain);
    byte[] iv = cipher.getIV();
    assertThat(sealed).hasSize(size + 16);
    assertThat(Software.sunGcm(Cipher.DECRYPT_MODE, KEY, iv, aad, sealed)).isEqualTo(plain);
    assertThat(Software.bcGcm(false, KEY, iv, aad, sealed)).isEqualTo(plain);
    for (BulkMode reader : BulkMode.values()) {
      Cipher back = gcm(Cipher.DECRYPT_MODE, imported(KEY, reader), iv);
      back.updateAAD(aad);
      assertThat(back.doFinal(sealed)).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_software_wrote_the_token_reads(BulkMode mode) throws Exception {
    byte[] iv = SeededBytes.of(3, 12);
    byte[] plain = SeededBytes.of(4, 1000);
    byte[] sealed = Software.bcGcm(true, KEY, iv, new byte[] {9}, plain);
    Cipher cipher = gcm(Cipher.DECRYPT_MODE, imported(KEY, mode), iv);
    cipher.updateAAD(new byte[] {9});
    assertThat(cipher.doFinal(sealed)).isEqualTo(plain);
  }

  @ParameterizedTest
  @EnumSource
  void every_flipped_bit_of_ciphertext_or_tag_is_found(BulkMode mode) throws Exception {
    SecretKey key = dek(mode);
    Cipher cipher = gcm();
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] sealed = cipher.doFinal(new byte[17]);
    byte[] iv = cipher.getIV();
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] bad = sealed.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      refused(gcm(Cipher.DECRYPT_MODE, key, iv), bad);
    }
    assertThat(gcm(Cipher.DECRYPT_MODE, key, iv).doFinal(sealed)).isEqualTo(new byte[17]);
  }

  @ParameterizedTest
  @EnumSource
  void every_truncation_is_found(BulkMode mode) throws Exception {
    SecretKey key = dek(mode);
    Cipher cipher = gcm();
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] sealed = cipher.doFinal(new byte[20]);
    for (int length = 0; length < sealed.length; length++) {
      refused(gcm(Cipher.DECRYPT_MODE, key, cipher.getIV()), Arrays.copyOf(sealed, length));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_wrong_aad_iv_or_key_is_found(BulkMode mode) throws Exception {
    SecretKey key = dek(mode);
    byte[] iv = SeededBytes.of(5, 12);
    Cipher cipher = gcm(Cipher.ENCRYPT_MODE, key, iv);
    cipher.updateAAD(new byte[] {1});
    byte[] sealed = cipher.doFinal(new byte[20]);
    Cipher wrongAad = gcm(Cipher.DECRYPT_MODE, key, iv);
    wrongAad.updateAAD(new byte[] {2});
    refused(wrongAad, sealed);
    refused(gcm(Cipher.DECRYPT_MODE, key, iv), sealed);
    refused(gcm(Cipher.DECRYPT_MODE, key, new byte[12]), sealed);
    refused(gcm(Cipher.DECRYPT_MODE, dek(mode), iv), sealed);
  }

  private static void refused(Cipher cipher, byte[] sealed) {
    byte[] out = new byte[sealed.length + 1];
    assertThatThrownBy(() -> cipher.doFinal(sealed, 0, sealed.length, out, 0))
        .isExactlyInstanceOf(AEADBadTagException.class)
        .hasNoCause();
    assertThat(out).as("no plaintext before the tag is checked").containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource
  void a_short_output_buffer_keeps_the_state_and_the_retry_works(BulkMode mode) throws Exception {
    SecretKey key = imported(KEY, mode);
    byte[] plain = SeededBytes.of(6, 40);
    byte[] iv = SeededBytes.of(7, 12);
    byte[] expected = Software.sunGcm(Cipher.ENCRYPT_MODE, KEY, iv, new byte[] {1}, plain);
    Cipher encrypt = gcm(Cipher.ENCRYPT_MODE, key, iv);
    encrypt.updateAAD(new byte[] {1});
    encrypt.update(plain, 0, 10);
    assertThatThrownBy(() -> encrypt.doFinal(plain, 10, 30, new byte[55], 0))
        .isInstanceOf(ShortBufferException.class)
        .hasMessageContainingAll("56", "55");
    byte[] out = new byte[60];
    assertThat(encrypt.doFinal(plain, 10, 30, out, 4)).isEqualTo(56);
    assertThat(Arrays.copyOfRange(out, 4, 60)).isEqualTo(expected);

    Cipher decrypt = gcm(Cipher.DECRYPT_MODE, key, iv);
    decrypt.updateAAD(new byte[] {1});
    assertThatThrownBy(() -> decrypt.doFinal(expected, 0, 56, new byte[39], 0))
        .isInstanceOf(ShortBufferException.class);
    assertThat(decrypt.doFinal(expected)).isEqualTo(plain);
  }

  @ParameterizedTest
  @EnumSource
  void a_fresh_iv_is_made_when_none_is_given(BulkMode mode) throws Exception {
    SecretKey key = dek(mode);
    Cipher cipher = gcm();
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] first = cipher.getIV();
    if (first == null) {
      throw NotSupported.on(token(), "an IV of the caller's");
    }
    cipher.init(Cipher.ENCRYPT_MODE, key);
    assertThat(first).hasSize(12).isNotEqualTo(cipher.getIV());
    assertThat(cipher.getParameters().getParameterSpec(GCMParameterSpec.class).getIV())
        .isEqualTo(cipher.getIV());
  }

  @ParameterizedTest
  @EnumSource
  void the_last_iv_of_a_cipher_is_refused(BulkMode mode) throws Exception {
    SecretKey key = dek(mode);
    byte[] iv = SeededBytes.of(8, 12);
    Cipher cipher = gcm(Cipher.ENCRYPT_MODE, key, iv);
    cipher.doFinal(new byte[1]);
    assertThatThrownBy(() -> cipher.doFinal(new byte[1]))
        .as("a second message without a new IV")
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, iv)))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("reuse");
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, SeededBytes.of(9, 12)));
    assertThat(cipher.doFinal(new byte[1])).hasSize(17);
  }

  @ParameterizedTest
  @EnumSource
  void a_decrypting_cipher_goes_on_with_the_same_iv_after_each_message(BulkMode mode)
      throws Exception {
    SecretKey key = dek(mode);
    byte[] iv = SeededBytes.of(10, 12);
    byte[] sealed = gcm(Cipher.ENCRYPT_MODE, key, iv).doFinal(new byte[5]);
    Cipher cipher = gcm(Cipher.DECRYPT_MODE, key, iv);
    assertThat(cipher.doFinal(sealed)).hasSize(5);
    assertThat(cipher.doFinal(sealed)).hasSize(5);
    refused(cipher, new byte[21]);
    assertThat(cipher.doFinal(sealed)).hasSize(5);
  }

  @Test
  void tags_and_ivs_of_other_lengths_are_refused_saying_what_would_be_right() throws Exception {
    SecretKey key = dek(BulkMode.HSM);
    Cipher cipher = gcm();
    for (GCMParameterSpec spec :
        new GCMParameterSpec[] {
          new GCMParameterSpec(96, new byte[12]),
          new GCMParameterSpec(128, new byte[16]),
          new GCMParameterSpec(128, new byte[0])
        }) {
      assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, key, spec))
          .isInstanceOf(InvalidAlgorithmParameterException.class)
          .hasMessageMatching("(?s).*(128|12).*");
    }
  }

  @Test
  void a_software_key_is_refused_with_the_way_to_import_it() throws Exception {
    Cipher cipher = gcm();
    assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "AES")))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("SecretKeyFactory");
  }

  @ParameterizedTest
  @EnumSource
  void a_closed_dek_is_an_error_that_says_so(BulkMode mode) throws Exception {
    SecretKey key = dek(mode);
    Cipher cipher = gcm(Cipher.ENCRYPT_MODE, key, new byte[12]);
    key.destroy();
    assertThat(key.isDestroyed()).isTrue();
    assertThatThrownBy(() -> cipher.doFinal(new byte[1])).hasMessageContaining("closed");
    Cipher another = gcm();
    assertThatThrownBy(() -> another.init(Cipher.ENCRYPT_MODE, key))
        .isInstanceOf(InvalidKeyException.class);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
