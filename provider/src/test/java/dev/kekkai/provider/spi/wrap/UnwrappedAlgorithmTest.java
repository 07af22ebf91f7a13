package dev.kekkai.provider.spi.wrap;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnwrappedAlgorithmTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"AES", "aes", "ENC", "2.16.840.1.101.3.4.1.46", "2.16.840.1.101.3.4.1.42"})
  void namesOfAes256AreTaken(String name) {
    assertThatCode(() -> UnwrappedAlgorithm.check(name, Cipher.SECRET_KEY))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HmacSHA256",
        "DESede",
        "2.16.840.1.101.3.4.1.6",
        "2.16.840.1.101.3.4.1.466",
        "1.2.3"
      })
  void otherNamesAreRefused(String name) {
    assertThatThrownBy(() -> UnwrappedAlgorithm.check(name, Cipher.SECRET_KEY))
        .isInstanceOf(NoSuchAlgorithmException.class)
        .hasMessageContaining(name);
  }

  @Test
  void privateAndPublicKeysAreRefused() {
    assertThatThrownBy(() -> UnwrappedAlgorithm.check("RSA", Cipher.PRIVATE_KEY))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> UnwrappedAlgorithm.check("RSA", Cipher.PUBLIC_KEY))
        .isInstanceOf(InvalidKeyException.class);
  }
}
