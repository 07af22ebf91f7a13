package dev.kekkai.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.VectorFile.Case;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vectors of docs/formats/blind-index.md, and what releases wrote, against the code and Bouncy
 * Castle.
 */
class BlindIndexTest {
  private static final String NAME = "blind-index.json";
  private static final VectorFile FILE = VectorFile.of(NAME);
  private static final SecretKey KEY = new SecretKeySpec(new byte[32], "HmacSHA256");
  private static final EncryptionContext COLUMN = EncryptionContext.of("users", "email");

  static List<Case> vectors() {
    return FILE.vectors();
  }

  static Stream<Case> withGolden() {
    return Stream.concat(
        vectors().stream(), VectorFile.golden(NAME).stream().flatMap(f -> f.vectors().stream()));
  }

  static List<Case> refused() {
    return FILE.refused();
  }

  @Test
  void the_file_has_its_vectors_and_the_page_shows_the_first_of_them() {
    assertThat(vectors()).hasSize(10);
    assertThat(refused()).hasSize(30);
    DocPage.Block shown = DocPage.of("blind-index.md").blocks("vector").get(0);
    Case vector = vectors().get(0);
    assertThat(shown.values("part")).isEqualTo(vector.context().parts());
    for (String name : List.of("name", "key", "value", "index-key", "message", "text")) {
      assertThat(shown.value(name)).isEqualTo(vector.text(name));
    }
    assertThat(shown.value("bits")).isEqualTo("" + vector.number("bits"));
    assertThat(shown.value("key-version")).isEqualTo("" + vector.number("key-version"));
  }

  @ParameterizedTest
  @MethodSource("withGolden")
  void a_value_has_the_index_that_is_written_down(Case vector) throws Exception {
    assertThat(compute(vector).text()).isEqualTo(vector.text("text"));
    BlindIndex read = BlindIndex.parse(vector.text("text"));
    assertThat(read).isEqualTo(compute(vector)).hasSameHashCodeAs(compute(vector));
    assertThat(read.keyVersion()).isEqualTo((int) vector.number("key-version"));
    assertThat(read.bits()).isEqualTo((int) vector.number("bits"));
    assertThat(read.text()).isEqualTo(vector.text("text"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void bouncy_castle_computes_the_same_of_the_message_of_the_page(Case vector) throws Exception {
    byte[] key = hmac(vector.bytes("key"), BlindIndex.keyLabel());
    assertThat(HexFormat.of().formatHex(key)).isEqualTo(vector.text("index-key"));
    byte[] all = hmac(key, vector.bytes("message"));
    byte[] tag = java.util.Arrays.copyOf(all, (int) vector.number("bits") / 8);
    assertThat(vector.text("text"))
        .endsWith("." + dev.kekkai.formats.encoding.Base64Url.encode(tag));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_is_refused_is_no_blind_index_or_another_values(Case refused) throws Exception {
    BlindIndex given;
    BlindIndex computed;
    try {
      given = BlindIndex.parse(refused.input("text"));
      computed = compute(refused);
    } catch (BlindIndexFormatException | IllegalArgumentException e) {
      assertThat(e.getMessage()).containsIgnoringCase("blind index").doesNotContain("M1E-");
      return;
    }
    assertThat(given).isNotEqualTo(computed);
    assertThat(given.text()).isNotEqualTo(computed.text());
  }

  private static BlindIndex compute(Case vector) throws Exception {
    byte[] key = hmac(vector.bytes("key"), BlindIndex.keyLabel());
    return BlindIndex.of(
        new SecretKeySpec(key, "HmacSHA256"),
        (int) vector.number("key-version"),
        vector.context(),
        vector.bytes("value"),
        (int) vector.number("bits"));
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    HMac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(key));
    mac.update(message, 0, message.length);
    byte[] out = new byte[mac.getMacSize()];
    mac.doFinal(out, 0);
    return out;
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -8, 0, 8, 15, 17, 100, 255, 257, 264, Integer.MAX_VALUE})
  void other_numbers_of_bits_are_refused_with_what_would_be_right(int bits) {
    assertThatThrownBy(() -> BlindIndex.of(KEY, 1, COLUMN, new byte[1], bits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A blind index has 16 to 256 bits, a multiple of 8, not " + bits);
  }

  @Test
  void a_value_that_is_too_long_is_refused_and_the_longest_is_not() throws Exception {
    BlindIndex.of(KEY, 1, COLUMN, new byte[BlindIndex.MAX_VALUE_BYTES], 256);
    assertThatThrownBy(
            () -> BlindIndex.of(KEY, 1, COLUMN, new byte[BlindIndex.MAX_VALUE_BYTES + 1], 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A blind index is of at most 65536 bytes, not 65537");
  }

  @Test
  void what_a_reader_refuses_it_explains() {
    for (List<String> pair :
        List.of(
            List.of("b2.1.AAAA", "of another version; this release reads version 1"),
            List.of("x", "Not a blind index: it is b1, the key's version and base64url"),
            List.of("b1.1.AAB", "Not canonical base64url"),
            List.of("b1.9999999999.AAAA", "a key version of 1 to 2147483647"))) {
      assertThatThrownBy(() -> BlindIndex.parse(pair.get(0)))
          .isInstanceOf(BlindIndexFormatException.class)
          .hasMessageContaining(pair.get(1));
    }
  }

  @Test
  void a_key_version_of_zero_is_refused() {
    assertThatThrownBy(() -> BlindIndex.of(KEY, 0, COLUMN, new byte[1], 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A key version is 1 and up, not 0");
  }

  /** Two lengths of one column, side by side, say no more than each alone. */
  @Test
  void an_index_cut_short_is_no_beginning_of_the_long_one() throws Exception {
    List<String> tags = new ArrayList<>();
    for (int bits = 16; bits <= 256; bits += 8) {
      tags.add(BlindIndex.of(KEY, 1, COLUMN, new byte[] {1}, bits).text().substring(5, 7));
    }
    assertThat(tags).as("two characters, 1 chance in 4096 each").doesNotHaveDuplicates();
  }

  @Test
  void a_log_line_has_nothing_to_compare() throws Exception {
    BlindIndex index = BlindIndex.of(KEY, 3, COLUMN, new byte[] {1}, 256);
    assertThat(index).hasToString("BlindIndex[key version 3, 256 bits]");
  }
}
