package dev.kekkai.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTokenTest {

  private static byte[] token(int length) {
    byte[] token = new byte[length];
    token[0] = (byte) 0x91;
    token[1] = 1;
    return token;
  }

  @Test
  void theShortestAndTheLongestTokenAreRead() throws Exception {
    assertThat(FieldToken.parse(token(46)).plaintextLength()).isZero();
    assertThat(FieldToken.parse(token(46 + 16_777_216)).plaintextLength()).isEqualTo(16_777_216);
  }

  @ParameterizedTest
  @CsvSource({
    "0, not empty",
    "1, a field token's header has 18 bytes; here are 1",
    "17, a field token's header has 18 bytes; here are 17",
    "18, has at least 46 bytes; here are 18",
    "45, has at least 46 bytes; here are 45",
    "16777263, has at most 16777262 bytes; here are 16777263"
  })
  void aWrongLengthIsNamed(int length, String message) {
    byte[] bytes = length == 0 ? new byte[0] : Arrays.copyOf(token(46), length);
    assertRefused(bytes, message.replace(';', ','));
  }

  @Test
  void theTextOfATokenBeginsWithItsDek() throws Exception {
    FieldToken token = FieldToken.parse(token(50));
    String prefix = FieldToken.textPrefix(token.suite(), token.dekId());
    assertThat(prefix).hasSize(24);
    assertThat(token.toBase64Url()).startsWith(prefix);
    assertThat(FieldToken.textPrefix(token.suite(), new java.util.UUID(1, 2))).isNotEqualTo(prefix);
  }

  @Test
  void anotherVersionIsNamed() {
    byte[] token = token(46);
    token[0] = (byte) 0x92;
    assertRefused(token, "version 2; this release reads version 1");
  }

  @Test
  void somethingElseThanATokenIsNamed() {
    byte[] token = token(46);
    token[0] = 0x11;
    assertRefused(token, "the first byte is 0x11, not 0x91");
  }

  @Test
  void aTextReadAsBytesIsRecognised() throws Exception {
    byte[] text = FieldToken.parse(token(46)).toBase64Url().getBytes("US-ASCII");
    assertRefused(text, "base64url form");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 127, 128, 255})
  void anUnknownSuiteIsNamed(int suite) {
    byte[] token = token(46);
    token[1] = (byte) suite;
    assertRefused(token, "Unknown suite " + suite + "; this release knows 1 (AES-256-GCM)");
  }

  @Test
  void suiteIdsAreFixedBothWays() {
    assertThat(FieldSuite.AES_256_GCM.id()).isEqualTo(1);
    assertThat(FieldSuite.byId(1)).contains(FieldSuite.AES_256_GCM);
    assertThat(FieldSuite.byId(0)).isEmpty();
    for (FieldSuite suite : FieldSuite.values()) {
      assertThat(FieldSuite.byId(suite.id())).contains(suite);
    }
  }

  @Test
  void eachTokenHasOneTextOnly() throws Exception {
    for (int length = 46; length < 49; length++) {
      byte[] bytes = token(length);
      Arrays.fill(bytes, 2, length, (byte) 0xff);
      String text = FieldToken.parse(bytes).toBase64Url();

      assertThat(FieldToken.parse(text).toBytes()).isEqualTo(bytes);
      assertThat(textsThatDecodeLike(text)).isEqualTo(1);
      assertTextRefused(text + "\n", "");
      assertTextRefused(" " + text, "");
      assertTextRefused(text.substring(0, 20) + "\r\n" + text.substring(20), "");
      assertTextRefused(text.replace('_', '/'), "RFC 4648 section 5");
      assertTextRefused(text.replaceFirst("_", "\u015f"), "RFC 4648 section 5");
      assertTextRefused(Base64.getUrlEncoder().encodeToString(bytes) + "=", "padding");
    }
  }

  @Test
  void aPaddedTextIsRefused() {
    assertTextRefused(Base64.getUrlEncoder().encodeToString(token(46)), "no padding");
  }

  @Test
  void anEmptyTextIsRefused() {
    assertTextRefused("", "not empty");
  }

  @Test
  void aTextLongerThanAnyTokenIsRefusedBeforeItIsDecoded() {
    assertTextRefused("k".repeat(22_369_684), "at most 22369683 characters");
  }

  @Test
  void whatIsHandedOutIsACopy() throws Exception {
    byte[] bytes = token(50);
    FieldToken token = FieldToken.parse(bytes);
    bytes[5] = 9;
    token.toBytes()[5] = 9;
    token.nonce()[0] = 9;

    assertThat(token).isEqualTo(FieldToken.parse(token(50)));
    assertThat(token).hasSameHashCodeAs(FieldToken.parse(token(50)));
    assertThat(token).isNotEqualTo(FieldToken.parse(bytes));
  }

  @Test
  void toStringShowsTheStructureOnly() throws Exception {
    assertThat(FieldToken.parse(token(50)))
        .hasToString("FieldToken[version 1, AES-256-GCM, DEK " + new UUID(0, 0) + ", 4 bytes]");
  }

  /** How many of the 64 possible last characters give the bytes of this text. */
  private static long textsThatDecodeLike(String text) throws Exception {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    byte[] bytes = FieldToken.parse(text).toBytes();
    String start = text.substring(0, text.length() - 1);
    long same = 0;
    for (char last : alphabet.toCharArray()) {
      try {
        same += Arrays.equals(FieldToken.parse(start + last).toBytes(), bytes) ? 1 : 0;
      } catch (FieldFormatException e) {
        assertThat(e).hasMessageContaining("canonical");
      }
    }
    return same;
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> FieldToken.parse(bytes))
        .isInstanceOf(FieldFormatException.class)
        .hasMessageContaining(message);
  }

  private static void assertTextRefused(String text, String message) {
    assertThatThrownBy(() -> FieldToken.parse(text))
        .isInstanceOf(FieldFormatException.class)
        .hasMessageContaining(message);
  }
}
