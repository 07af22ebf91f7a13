package dev.kekkai.formats.httpsig;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever comes in the two header fields, there is one exception, and nothing is accepted. */
class HostileSignatureTest {

  private static final SignatureAlgorithm ED25519 = SignatureAlgorithm.ED25519;
  private static final List<String> FIELDS =
      List.of("signature-input", "signature", "content-digest", "content-type");

  private final Random random = new Random(20261121);
  private SignedRequest good = new SignedRequest("", URI.create(""), Map.of(), null);

  @BeforeEach
  void sign_a_request() throws Exception {
    good = SignedRequest.post(ED25519);
    assertThat(good.isAccepted(ED25519)).isTrue();
  }

  private static void assertRefused(SignedRequest request) {
    boolean accepted;
    try {
      accepted = request.isAccepted(ED25519);
    } catch (HttpSignatureException e) {
      return;
    }
    assertThat(accepted).as(request.toString()).isFalse();
  }

  @Test
  void every_flipped_bit_of_every_field_is_refused() {
    for (String field : FIELDS) {
      String value = good.fields().get(field);
      for (int at = 0; at < value.length(); at++) {
        for (int bit = 0; bit < 8; bit++) {
          char flipped = (char) (value.charAt(at) ^ 1 << bit);
          assertRefused(
              good.with(field, value.substring(0, at) + flipped + value.substring(at + 1)));
        }
      }
    }
  }

  @Test
  void every_truncation_of_every_field_is_refused() {
    for (String field : FIELDS) {
      String value = good.fields().get(field);
      for (int length = 0; length < value.length(); length++) {
        assertRefused(good.with(field, value.substring(0, length)));
        assertRefused(good.with(field, value.substring(value.length() - length)));
      }
      assertRefused(good.without(field));
    }
  }

  @Test
  void every_character_left_out_or_doubled_is_refused() {
    for (String field : FIELDS) {
      String value = good.fields().get(field);
      for (int at = 0; at < value.length(); at++) {
        String before = value.substring(0, at);
        String after = value.substring(at + 1);
        assertRefused(good.with(field, before + after));
        assertRefused(good.with(field, before + value.charAt(at) + value.charAt(at) + after));
      }
    }
  }

  @Test
  void a_field_in_the_place_of_another_is_refused() {
    for (String field : FIELDS) {
      for (String other : FIELDS) {
        if (!field.equals(other)) {
          assertRefused(good.with(field, good.fields().get(other)));
        }
      }
    }
  }

  @Test
  void garbage_is_refused() {
    String alphabet = "sig=()\"@method;:, \t\\?*09azAZ+/\u0000\u00e9\uffff\r\n";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder garbage = new StringBuilder(i % 2 == 0 ? "sig=" : "");
      for (int length = random.nextInt(60); length > 0; length--) {
        garbage.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertRefused(good.with(i % 3 == 0 ? "signature" : "signature-input", garbage.toString()));
    }
  }

  @Test
  void garbage_within_the_parameters_is_refused() {
    String input = good.fields().get("signature-input");
    String alphabet = "=;\"() ,:abc019";
    for (int i = 0; i < 5_000; i++) {
      int from = random.nextInt(input.length());
      int to = Math.min(input.length(), from + random.nextInt(8));
      StringBuilder garbage = new StringBuilder();
      for (int length = 1 + random.nextInt(8); length > 0; length--) {
        garbage.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String changed = input.substring(0, from) + garbage + input.substring(to);
      if (!changed.equals(input)) {
        assertRefused(good.with("signature-input", changed));
      }
    }
  }

  @Test
  void nesting_repetition_and_size_are_refused() {
    for (String part :
        List.of("(", "\"", "();", "a, ", "\"a\" ", ";a", "\\", "sig=();a, ", "a=(")) {
      for (int times : new int[] {10, 1000, 4000 / part.length(), 1_000_000}) {
        assertRefused(good.with("signature-input", "sig=" + part.repeat(times)));
        assertRefused(good.with("signature", "sig=" + part.repeat(times)));
        assertRefused(good.with("signature-input", "sig=(" + part.repeat(times) + ")"));
      }
    }
  }

  @Test
  void a_line_of_the_base_in_a_value_does_not_pass_for_a_component() {
    String forged = "application/json\n\"content-digest\": " + good.fields().get("content-digest");

    assertRefused(good.with("content-type", forged));
    assertRefused(good.withInput(" \"content-digest\"", "").with("content-type", forged));
  }

  @Test
  void a_field_by_the_name_of_a_derived_component_is_never_read() {
    SignedRequest changed = good.withMethod("PUT").with("@method", "POST");

    assertRefused(changed);
  }
}
