package dev.kekkai.formats.httpsig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Digests of bodies, with the examples of RFC 9530. */
class ContentDigestTest {

  private static final byte[] HELLO = bytes("{\"hello\": \"world\"}\n");
  private static final String HELLO_256 = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
  private static final String HELLO_512 =
      "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg"
          + "==:";
  private static final String UNKNOWN = "md5=:AAAA:";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean matches(String value, byte[] body) {
    return ContentDigest.matches(List.of(value), body);
  }

  @Test
  void the_digest_of_a_body_is_the_one_in_rfc_9530_appendix_b() {
    assertThat(ContentDigest.of(HELLO)).isEqualTo(HELLO_256);
    assertThat(ContentDigest.of(new byte[0]))
        .isEqualTo("sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
    assertThat(ContentDigest.of(bytes("\"world\"}\n")))
        .isEqualTo("sha-256=:jjcgBDWNAtbYUXI37CVG3gRuGOAjaaDRGpIUFsdyepQ=:");
  }

  @Test
  void the_sha_512_digest_of_rfc_9530_section_2_matches() {
    assertThat(matches(HELLO_512, HELLO)).isTrue();
  }

  @Test
  void every_digest_that_is_known_has_to_match() {
    String wrong256 = ContentDigest.of(bytes("other"));
    String wrong512 = HELLO_512.replace("YMAa", "YMAb");

    assertThat(matches(HELLO_256, HELLO)).isTrue();
    assertThat(matches(HELLO_256 + ", " + HELLO_512, HELLO)).isTrue();
    assertThat(matches(wrong256, HELLO)).isFalse();
    assertThat(matches(wrong512, HELLO)).isFalse();
    assertThat(matches(wrong256 + ", " + HELLO_512, HELLO)).isFalse();
    assertThat(matches(HELLO_256 + ", " + wrong512, HELLO)).isFalse();
  }

  @Test
  void an_algorithm_that_is_not_known_says_nothing() {
    assertThat(matches(UNKNOWN + ", " + HELLO_256, HELLO)).isTrue();
    assertThat(matches(UNKNOWN, HELLO)).isFalse();
    assertThat(matches("", HELLO)).isFalse();
    assertThat(ContentDigest.matches(List.of(), HELLO)).isFalse();
  }

  @Test
  void lines_of_the_field_are_one_field() {
    assertThat(ContentDigest.matches(List.of(UNKNOWN, HELLO_256), HELLO)).isTrue();
    assertThat(ContentDigest.matches(List.of(HELLO_256, HELLO_512), HELLO)).isTrue();
    assertThat(ContentDigest.matches(List.of(HELLO_256, HELLO_256), HELLO)).isFalse();
  }

  @Test
  void another_body_does_not_match() {
    String digest = ContentDigest.of(HELLO);

    for (int i = 0; i < HELLO.length; i++) {
      byte[] other = HELLO.clone();
      other[i] ^= 1;
      assertThat(matches(digest, other)).isFalse();
    }
    assertThat(matches(digest, new byte[0])).isFalse();
    assertThat(matches(digest, bytes("{\"hello\": \"world\"}"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha-256",
        "sha-256=1",
        "sha-256=::",
        "sha-256=\"RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=\"",
        "sha-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=",
        "SHA-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg:",
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDh=:",
        "sha-256=(:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:)",
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:;q=1",
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:,",
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:, b\u00f6se"
      })
  void a_malformed_field_does_not_match(String value) {
    assertThat(matches(value, HELLO)).isFalse();
  }

  @Test
  void a_field_beyond_its_bound_does_not_match() {
    assertThat(matches(HELLO_256 + ", x=:" + "AAAA".repeat(900) + ":", HELLO)).isTrue();
    assertThat(matches(HELLO_256 + ", x=:" + "AAAA".repeat(1100) + ":", HELLO)).isFalse();
  }
}
