package dev.kekkai.formats;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All tests of this module run without any code that knows a token; this one says so. */
class NoTokenCodeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.kekkai.cryptoki.Cryptoki",
        "dev.kekkai.provider.KekkaiProvider",
        "dev.kekkai.config.KekkaiConfig",
        "iaik.pkcs.pkcs11.wrapper.PKCS11Implementation",
        "org.xipki.pkcs11.wrapper.PKCS11Module"
      })
  void nothing_of_pkcs_11_is_on_the_path(String absent) {
    assertThatThrownBy(() -> Class.forName(absent)).isInstanceOf(ClassNotFoundException.class);
  }
}
