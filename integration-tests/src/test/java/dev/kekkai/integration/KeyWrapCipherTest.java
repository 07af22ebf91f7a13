package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.keys.KekKey;
import dev.kekkai.testkit.matrix.NotSupported;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code AES/KW/NoPadding}, {@code AES/KWP/NoPadding} and their other names. */
class KeyWrapCipherTest extends JcaContract {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AES/KW/NoPadding",
        "AESWrap",
        "2.16.840.1.101.3.4.1.45",
        "AES/KWP/NoPadding",
        "AESWrapPad",
        "2.16.840.1.101.3.4.1.48"
      })
  void a_dek_wrapped_under_any_name_unwraps_to_the_same_key(String algorithm) throws Exception {
    SecretKey dek = dek(BulkMode.SOFTWARE);
    byte[] blob = wrap(algorithm, dek);
    assertThat(blob).hasSize(40);
    sameKey(dek, (SecretKey) unwrap(algorithm, blob));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES/KW/NoPadding", "AES/KWP/NoPadding"})
  void a_software_key_given_to_wrap_is_imported_for_that_call(String algorithm) throws Exception {
    byte[] blob = wrap(algorithm, new SecretKeySpec(KEY, "AES"));
    sameKey(imported(KEY, BulkMode.HSM), (SecretKey) unwrap(algorithm, blob));
  }

  @Test
  void wrapping_a_dek_again_gives_the_blob_it_is_stored_as() throws Exception {
    byte[] first = wrap("AESWrap", new SecretKeySpec(KEY, "AES"));
    assertThat(wrap("AESWrap", imported(KEY, BulkMode.SOFTWARE))).isEqualTo(first);
    assertThat(wrap("AESWrap", imported(KEY, BulkMode.HSM))).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES/KW/NoPadding", "AES/KWP/NoPadding"})
  void every_damaged_byte_gives_the_one_error(String algorithm) throws Exception {
    byte[] blob = wrap(algorithm, dek(BulkMode.SOFTWARE));
    String text = null;
    for (int i = 0; i < blob.length; i++) {
      byte[] bad = blob.clone();
      bad[i] ^= 4;
      InvalidKeyException e =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              InvalidKeyException.class, () -> unwrap(algorithm, bad));
      assertThat(e).as("byte " + i).isNotNull().hasNoCause();
      text = text == null ? e.getMessage() : text;
      assertThat(e).hasMessage(text);
    }
    assertThat(unwrap(algorithm, blob)).isNotNull();
  }

  @Test
  void a_kek_refuses_to_encrypt_and_decrypt() throws Exception {
    for (String algorithm : new String[] {"AES/KW/NoPadding", "AES/GCM/NoPadding"}) {
      for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
        Cipher cipher = Cipher.getInstance(algorithm, provider());
        KekKey key = kekKey();
        assertThatThrownBy(() -> cipher.init(mode, key))
            .as(algorithm + " in mode " + mode)
            .isInstanceOfAny(InvalidKeyException.class, UnsupportedOperationException.class);
      }
    }
  }

  @Test
  void a_software_kek_is_refused() throws Exception {
    Cipher cipher = Cipher.getInstance("AESWrap", provider());
    assertThatThrownBy(() -> cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(KEY, "AES")))
        .isInstanceOf(InvalidKeyException.class);
  }

  private byte[] wrap(String algorithm, SecretKey key) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(algorithm, provider());
    cipher.init(Cipher.WRAP_MODE, kekKey());
    try {
      return cipher.wrap(key);
    } catch (GeneralSecurityException | RuntimeException e) {
      if (e.getMessage().contains("answers a wrong size for CKM_AES_KEY_WRAP_KWP")) {
        throw NotSupported.on(
            token(), "the IAIK binding believes a size query that is too small for RFC 5649");
      }
      throw e;
    }
  }

  private java.security.Key unwrap(String algorithm, byte[] blob) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(algorithm, provider());
    cipher.init(Cipher.UNWRAP_MODE, kekKey());
    return cipher.unwrap(blob, "AES", Cipher.SECRET_KEY);
  }

  private KekKey kekKey() {
    try {
      return new KekKey(provider().source(), provider().tokenKeys().find(kek()));
    } catch (dev.kekkai.cryptoki.TokenException e) {
      throw new AssertionError(e);
    }
  }

  private void sameKey(SecretKey a, SecretKey b) throws GeneralSecurityException {
    Cipher cipher = gcm();
    cipher.init(Cipher.ENCRYPT_MODE, a);
    byte[] sealed = cipher.doFinal(new byte[] {42});
    Cipher back = gcm();
    back.init(Cipher.DECRYPT_MODE, b, new GCMParameterSpec(128, cipher.getIV()));
    assertThat(back.doFinal(sealed)).containsExactly(42);
  }
}
