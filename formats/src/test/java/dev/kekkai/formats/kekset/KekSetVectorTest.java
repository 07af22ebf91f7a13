package dev.kekkai.formats.kekset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.VectorFile;
import dev.kekkai.formats.VectorFile.Case;
import dev.kekkai.formats.encoding.SealKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vectors of docs/formats/kek-set.md, which jwcrypto signed, and what releases wrote, against
 * the code.
 */
class KekSetVectorTest {
  private static final String NAME = "kek-set.json";

  static List<Case> vectors() {
    return VectorFile.of(NAME).vectors();
  }

  static Stream<Case> withGolden() {
    return Stream.concat(
        vectors().stream(),
        VectorFile.golden(NAME).stream().flatMap(file -> file.vectors().stream()));
  }

  static List<Case> refused() {
    return VectorFile.of(NAME).refused();
  }

  @Test
  void the_file_has_its_vectors() {
    assertThat(vectors()).hasSize(2);
    assertThat(refused()).hasSize(31);
  }

  @ParameterizedTest
  @MethodSource("withGolden")
  void it_verifies_and_says_what_the_file_says(Case vector) throws Exception {
    KekSet set = new KekSetVerifier(sealKeys(vector)).verify(vector.text("jws"));

    assertThat(set.version()).isEqualTo(vector.number("version"));
    assertThat(set.issued()).isEqualTo(time(vector, "iat"));
    assertThat(set.expires()).isEqualTo(time(vector, "exp"));
    assertThat(set.primaries()).isEqualTo(vector.members().get("primaries"));
    assertThat(
            set.keks().stream()
                .map(kek -> Map.of("kid", kek.kid(), "alg", kek.algorithm().jose()))
                .toList())
        .isEqualTo(vector.members().get("keks"));
  }

  @ParameterizedTest
  @MethodSource("withGolden")
  void the_kid_is_the_thumbprint(Case vector) throws Exception {
    assertThat(SealKey.of(sealKeys(vector).get(0)).thumbprint()).isEqualTo(vector.text("kid"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_is_refused_is(Case refused) throws Exception {
    KekSetVerifier verifier = new KekSetVerifier(sealKeys(refused));

    assertThatThrownBy(() -> verifier.verify(refused.input("jws")))
        .isExactlyInstanceOf(KekSetException.class);
  }

  private static List<ECPublicKey> sealKeys(Case vector) throws Exception {
    return SealKeyFile.parse(
        "-----BEGIN PUBLIC KEY-----\n" + vector.text("seal-key") + "\n-----END PUBLIC KEY-----\n");
  }

  private static Instant time(Case vector, String name) {
    return Instant.ofEpochSecond(vector.number(name));
  }
}
