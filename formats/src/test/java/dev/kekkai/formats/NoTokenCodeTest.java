package dev.kekkai.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  /** Whatever classes are called: no jar and no module that could hold them is there. */
  @Test
  void no_jar_of_them_is_on_the_path() {
    List<String> names =
        Stream.of("java.class.path", "jdk.module.path")
            .flatMap(path -> Stream.of(System.getProperty(path, "").split(File.pathSeparator)))
            .map(Path::of)
            .map(entry -> entry.endsWith("target/classes") ? entry.getParent().getParent() : entry)
            .map(entry -> String.valueOf(entry.getFileName()))
            .toList();
    assertThat(names)
        .anyMatch(name -> name.startsWith("nimbus-jose-jwt"))
        .noneMatch(name -> name.contains("pkcs11") || name.contains("cryptoki"));
  }
}
