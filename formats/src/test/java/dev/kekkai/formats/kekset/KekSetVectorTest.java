package dev.kekkai.formats.kekset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.DocPage;
import dev.kekkai.formats.DocPage.Block;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of docs/formats/kek-set.md, which jwcrypto signed, against the code. */
class KekSetVectorTest {
  private static final DocPage PAGE = DocPage.of("kek-set.md");

  static List<Block> vectors() {
    return PAGE.blocks("vector");
  }

  static List<Map.Entry<String, String>> refused() {
    return PAGE.blocks("refused").get(0).lines();
  }

  @Test
  void the_page_has_its_vectors() {
    assertThat(vectors()).hasSize(2);
    assertThat(refused()).hasSize(19);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void it_verifies_and_says_what_the_page_says(Block vector) throws Exception {
    KekSet set = new KekSetVerifier(sealKeys(vector)).verify(vector.value("jws"));

    assertThat(set.version()).isEqualTo(Long.parseLong(vector.value("version")));
    assertThat(set.issued()).isEqualTo(time(vector.value("iat")));
    assertThat(set.expires()).isEqualTo(time(vector.value("exp")));
    assertThat(set.primaries().entrySet().stream().map(e -> e.getKey() + " " + e.getValue()))
        .containsExactlyElementsOf(vector.values("primary"));
    assertThat(set.keks().stream().map(kek -> kek.kid() + " " + kek.algorithm().jose()))
        .containsExactlyElementsOf(vector.values("kek"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void the_kid_is_the_thumbprint(Block vector) throws Exception {
    assertThat(SealKey.of(sealKeys(vector).get(0)).thumbprint()).isEqualTo(vector.value("kid"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_the_page_says_is_refused_is(Map.Entry<String, String> refused) throws Exception {
    KekSetVerifier verifier = new KekSetVerifier(sealKeys(vectors().get(0)));

    assertThatThrownBy(() -> verifier.verify(refused.getValue()))
        .isExactlyInstanceOf(KekSetException.class);
  }

  private static List<ECPublicKey> sealKeys(Block vector) throws Exception {
    return SealKeyFile.parse(
        "-----BEGIN PUBLIC KEY-----\n" + vector.value("seal-key") + "\n-----END PUBLIC KEY-----\n");
  }

  private static Instant time(String seconds) {
    return Instant.ofEpochSecond(Long.parseLong(seconds));
  }
}
