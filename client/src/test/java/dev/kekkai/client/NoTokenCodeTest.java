package dev.kekkai.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** All tests of this module run without any code that knows a token; this one says so. */
class NoTokenCodeTest {

  @Test
  void nothing_of_pkcs_11_or_jdbc_is_on_the_class_path() {
    for (String absent :
        List.of(
            "dev.kekkai.cryptoki.Cryptoki",
            "dev.kekkai.provider.KekkaiProvider",
            "dev.kekkai.config.KekkaiConfig",
            "dev.kekkai.dekstore.DekStore",
            "dev.kekkai.keyserver.audit.AuditLog",
            "iaik.pkcs.pkcs11.wrapper.PKCS11Implementation",
            "org.xipki.pkcs11.wrapper.PKCS11Module",
            "tools.jackson.databind.ObjectMapper",
            "com.zaxxer.hikari.HikariDataSource")) {
      assertThatThrownBy(() -> Class.forName(absent))
          .as(absent)
          .isInstanceOf(ClassNotFoundException.class);
    }
    assertThat(System.getProperty("java.class.path")).contains("nimbus-jose-jwt");
  }
}
