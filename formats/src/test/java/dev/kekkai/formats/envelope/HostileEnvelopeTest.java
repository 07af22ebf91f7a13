package dev.kekkai.formats.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.HsmLikeProvider;
import dev.kekkai.formats.encoding.Base64Url;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever comes from outside is refused: by its structure, with a reason and before any key works,
 * or else with the one error, after the private key's one operation.
 */
class HostileEnvelopeTest {
  private static final EncryptionContext CONTEXT = EncryptionContext.of("users", "17");
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final HsmLikeProvider hsm = new HsmLikeProvider("HsmLike");

  static Stream<Arguments> structures() {
    return Stream.of(
        bad("none", alg("none"), "alg is another one than RSA-OAEP-256 or ECDH-ES+A256KW"),
        bad("dir", alg("dir"), "alg is another one"),
        bad("RSA1_5", alg("RSA1_5"), "alg is another one"),
        bad("RSA-OAEP with SHA-1", alg("RSA-OAEP"), "alg is another one"),
        bad("RSA-OAEP-512", alg("RSA-OAEP-512"), "alg is another one"),
        bad("a symmetric algorithm", alg("A256KW"), "alg is another one"),
        bad("a password", alg("PBES2-HS256+A128KW"), "alg is another one"),
        bad("ECDH-ES without key wrap", alg("ECDH-ES"), "alg is another one"),
        bad("another case", alg("ecdh-es+a256kw"), "alg is another one"),
        bad("the other algorithm", alg("RSA-OAEP-256"), "epk, which means nothing with RSA"),
        bad("no alg", json -> json.replaceFirst("\"alg\":\"[^\"]*\",", ""), "has no alg"),
        bad("alg a number", swap("\"alg\":\"ECDH-ES+A256KW\"", "\"alg\":1"), "alg is no string"),
        bad("A128GCM", swap("A256GCM", "A128GCM"), "enc is another one than A256GCM"),
        bad("A256CBC-HS512", swap("A256GCM", "A256CBC-HS512"), "enc is another one than A256GCM"),
        bad("no enc", swap("\"enc\":\"A256GCM\",", ""), "has no enc"),
        bad("p2c", plus("\"p2c\":2147483647"), "a parameter p2c that is not taken"),
        bad("p2s", plus("\"p2s\":\"c2FsdA\""), "a parameter p2s that is not taken"),
        bad("zip", plus("\"zip\":\"DEF\""), "a parameter zip that is not taken"),
        bad("crit", plus("\"crit\":[\"ctx\"]"), "a parameter crit that is not taken"),
        bad("an empty crit", plus("\"crit\":[]"), "a parameter crit that is not taken"),
        bad("jwk", plus("\"jwk\":{}"), "a parameter jwk that is not taken"),
        bad("jku", plus("\"jku\":\"https://example.com\""), "a parameter jku that is not taken"),
        bad("x5u", plus("\"x5u\":\"https://example.com\""), "a parameter x5u that is not taken"),
        bad("x5c", plus("\"x5c\":[]"), "a parameter x5c that is not taken"),
        bad("iv", plus("\"iv\":\"AAAA\""), "a parameter iv that is not taken"),
        bad("a name for nobody's eyes", plus("\"<b>\":1"), "a parameter that is not taken"),
        bad("a name twice", plus("\"kid\":\"payments.v3\""), "A name stands twice"),
        bad("alg twice", plus("\"alg\":\"none\""), "A name stands twice"),
        bad("a name twice, escaped", plus("\"\\u0061lg\":\"none\""), "A name stands twice"),
        bad("no kid", swap("\"kid\":\"payments.v3\",", ""), "has no kid"),
        bad("a kid without version", swap("payments.v3", "payments"), "kid is not written NAME.vN"),
        bad("a kid that is a path", swap("payments.v3", "../payments.v3"), "kid is not written"),
        bad("kid null", swap("\"payments.v3\"", "null"), "holds a null"),
        bad("ctx a text", swap("[\"users\",\"17\"]", "\"users\""), "ctx is no array of strings"),
        bad("ctx with a number", swap("\"17\"", "17"), "ctx is no array of strings"),
        bad("ctx in ctx", swap("\"17\"", "[\"17\"]"), "ctx is no array of strings"),
        bad("too many parts", swap("\"17\"", "\"\",".repeat(64) + "\"\""), "at most 64 parts"),
        bad("half a surrogate pair", swap("17", "\\ud800"), "unpaired surrogate"),
        bad("typ a number", plus("\"typ\":1"), "typ is no string"),
        bad("cty an object", plus("\"cty\":{}"), "cty is no string"),
        bad("apu with padding", plus("\"apu\":\"QQ==\""), "apu: The base64url here has no padding"),
        bad("apv not canonical", plus("\"apv\":\"QR\""), "apv: Not canonical base64url"),
        bad("no epk", json -> json.replaceFirst(",\"epk\":\\{[^}]*}", ""), "epk is no object"),
        bad(
            "epk a text",
            json -> json.replaceFirst("\\{\"kty\"[^}]*}", "\"\""),
            "epk is no object"),
        bad("a private epk", swap("{\"kty\"", "{\"d\":\"AA\",\"kty\""), "epk is no object of kty"),
        bad("an epk of OKP", swap("\"EC\"", "\"OKP\""), "no key of kty EC"),
        bad("an epk on secp256k1", swap("P-256", "secp256k1"), "on another curve than P-256"),
        bad("an epk with P-384's name", swap("P-256", "P-384"), "the base64url of 48 bytes"),
        bad("a short coordinate", json -> json.replaceFirst("\"x\":\"....", "\"x\":\""), "of 32 b"),
        bad("nested deep", plus("\"cty\":" + "[".repeat(50_000)), "Not JSON"),
        bad("a fraction", plus("\"cty\":1.5"), "a number that is no integer"),
        bad("a huge number", plus("\"cty\":1" + "0".repeat(50_000)), "Not JSON"),
        bad("an exponent", plus("\"cty\":1e999999999"), "no"),
        bad("a comment", json -> "/**/" + json, "Not JSON"),
        bad("single quotes", json -> json.replace('"', '\''), "Not JSON"),
        bad("a comma too many", json -> json.replace("}}", "},}"), "Not JSON"),
        bad("cut short", json -> json.substring(0, json.length() - 1), "Not JSON"),
        bad("an array", json -> "[" + json + "]", "Not a JSON object"),
        bad("nothing", json -> "", "Not a JSON object"),
        bad("two objects", json -> json + json, "something after the JSON object"),
        bad("a byte order mark", json -> "\uFEFF" + json, "byte order mark"),
        bad("a line break in a text", swap("users", "us\ners"), "Not JSON"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("structures")
  void a_header_out_of_order_is_refused_before_any_key_works(
      String name, UnaryOperator<String> change, String message) throws Exception {
    String text = forgery("p256").header(change).text();

    assertThatThrownBy(() -> SealedEnvelope.parse(text))
        .as(name)
        .isExactlyInstanceOf(EnvelopeFormatException.class)
        .hasMessageContaining(message)
        .hasNoCause();
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        text("empty", jwe -> "", "five parts"),
        text("JSON", jwe -> "{\"protected\":\"e30\"}", "five parts"),
        text("four parts", jwe -> jwe.substring(0, jwe.lastIndexOf('.')), "five parts"),
        text("six parts", jwe -> jwe + ".", "five parts"),
        text("two envelopes", jwe -> jwe + "." + jwe, "five parts"),
        text("dots", jwe -> "....", "The header: Not a JSON object"),
        text("too long", jwe -> jwe + "A".repeat(SealedEnvelope.MAX_CHARS), "at most 1572864"),
        text("a header too long", part(0, p -> "A".repeat(131_073)), "at most 131072 characters"),
        text("a header not UTF-8", part(0, p -> "_w"), "not UTF-8"),
        text("padding", part(0, p -> p + "="), "has no padding"),
        text("white space around", jwe -> " " + jwe, "base64url"),
        text("a line break at the end", jwe -> jwe + "\n", "The tag: "),
        text("plain base64", part(3, p -> "+/+/+/+/"), "Not base64url"),
        text("no encrypted key", part(1, p -> ""), "has 40 bytes; here are 0"),
        text("a short encrypted key", part(1, p -> p.substring(4)), "has 40 bytes; here are 37"),
        text("a long encrypted key", part(1, p -> "A".repeat(1400)), "at most 1366 characters"),
        text("no IV", part(2, p -> ""), "An IV of A256GCM has 12 bytes; here are 0"),
        text("an IV of 16 bytes", part(2, p -> "A".repeat(22)), "at most 16 characters"),
        text("a tag of 12 bytes", part(4, p -> p.substring(0, 16)), "has 16 bytes; here are 12"),
        text("no tag", part(4, p -> ""), "has 16 bytes; here are 0"),
        text("a long ciphertext", part(3, p -> "A".repeat(1_398_104)), "at most 1398102 char"),
        text("unused bits", part(4, HostileEnvelopeTest::withUnusedBits), "Not canonical"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void text_that_is_no_envelope_is_refused_before_any_key_works(
      String name, UnaryOperator<String> change, String message) throws Exception {
    String text = change.apply(forgery("p256").text());

    assertThatThrownBy(() -> SealedEnvelope.parse(text))
        .as(name)
        .isExactlyInstanceOf(EnvelopeFormatException.class)
        .hasMessageContaining(message)
        .hasNoCause();
  }

  /** Key that opens, key that it was made for, and what was done to it. */
  static Stream<Arguments> envelopes() {
    return Stream.of(
        opens("p256", "another context", f -> f.context(EncryptionContext.of("users", "18"))),
        opens("p256", "no context", f -> f.context(EncryptionContext.empty())),
        opens("p256", "one part more", f -> f.context(EncryptionContext.of("users", "17", ""))),
        opens("p256", "other parts", f -> f.context(EncryptionContext.of("users1", "7"))),
        opens("p256", "off the curve", f -> f.epk(HostileEnvelopeTest::offCurve)),
        opens("p256", "the point (0, 0)", f -> f.epk(HostileEnvelopeTest::zeroPoint)),
        opens("p256", "x beyond the field", f -> f.epk(HostileEnvelopeTest::beyondField)),
        opens("p521", "off P-521", f -> f.epk(HostileEnvelopeTest::offCurve)),
        opens("rsa", "another context", f -> f.context(EncryptionContext.of("users", "18"))),
        opens("rsa", "a DEK of 128 bits", f -> f.dek(new byte[16])),
        opens("rsa", "a DEK of 24 bytes", f -> f.dek(new byte[24])));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("envelopes")
  void an_envelope_that_is_wrong_costs_one_operation_and_gives_the_one_error(
      String key, String name, UnaryOperator<Forgery> change) throws Exception {
    String text = change.apply(forgery(key)).text();

    assertTheOneError(key, text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void an_envelope_for_another_key_costs_one_operation_and_gives_the_one_error(
      String key, String other) throws Exception {
    assertTheOneError(key, forgery(other).text());
  }

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("rsa", "p256"),
        Arguments.of("p256", "rsa"),
        Arguments.of("p256", "p384"),
        Arguments.of("p384", "p521"),
        Arguments.of("p521", "p256"));
  }

  @ParameterizedTest(name = "part {0}")
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void a_part_of_another_envelope_is_refused(int part) throws Exception {
    for (String key : new String[] {"rsa", "p256"}) {
      EnvelopeSealer sealer =
          new EnvelopeSealer(new PublicKek("payments.v3", EnvelopeVectors.pair(key).getPublic()));
      String[] parts = sealer.seal("4111".getBytes(UTF_8), CONTEXT).split("\\.");
      parts[part] =
          sealer.seal("4112".getBytes(UTF_8), EncryptionContext.of("users", "18"))
              .split("\\.")[part];

      assertTheOneError(key, String.join(".", parts));
    }
  }

  @Test
  void an_encrypted_key_of_another_length_or_beyond_the_modulus_is_refused() throws Exception {
    String jwe = forgery("rsa").text();

    assertTheOneError("rsa", part(1, p -> "A".repeat(342)).apply(jwe)); // 256 bytes
    assertTheOneError("rsa", part(1, p -> "A".repeat(1366)).apply(jwe)); // 1024 bytes
    assertTheOneError("rsa", part(1, p -> "_".repeat(512)).apply(jwe)); // 384, all ones
    assertTheOneError("rsa", part(1, p -> "A".repeat(512)).apply(jwe)); // 384, all zeros
  }

  @Test
  void a_second_key_is_never_tried() throws Exception {
    String jwe = forgery("p256").header(swap("payments.v3", "payments.v4")).text();
    EnvelopeOpener opener = opener("p256");

    // The kid is the caller's to look at; it is authenticated, so nobody can change it later.
    assertThat(opener.open(SealedEnvelope.parse(jwe), CONTEXT)).isEqualTo("4111".getBytes(UTF_8));
    assertThat(hsm.operations()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "rsa"})
  void every_change_of_one_character_is_refused(String key) throws Exception {
    String jwe = forgery(key).text();
    EnvelopeOpener opener = new EnvelopeOpener(EnvelopeVectors.pair(key).getPrivate());
    Random random = new Random(20260711);
    // An RSA operation takes some milliseconds, so there only a sample of the positions.
    int step = key.equals("rsa") ? 13 : 1;
    for (int at = random.nextInt(step); at < jwe.length(); at += step) {
      char now = jwe.charAt(at);
      char then = ALPHABET.charAt((ALPHABET.indexOf(now) + 1 + random.nextInt(63)) % 64);
      for (String put : new String[] {String.valueOf(then), ".", "=", ""}) {
        if (!put.equals(String.valueOf(now))) {
          assertRefused(opener, jwe.substring(0, at) + put + jwe.substring(at + 1));
        }
      }
    }
  }

  @Test
  void random_text_is_refused() {
    Random random = new Random(20260712);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      String text = Base64.getUrlEncoder().encodeToString(bytes).replace('A', '.');

      assertThat(catchThrowable(() -> SealedEnvelope.parse(text)))
          .isExactlyInstanceOf(EnvelopeFormatException.class);
    }
  }

  private static void assertRefused(EnvelopeOpener opener, String text) {
    try {
      opener.open(SealedEnvelope.parse(text), CONTEXT);
    } catch (EnvelopeFormatException | EnvelopeOpenException e) {
      return;
    }
    throw new AssertionError("opened: " + text);
  }

  private void assertTheOneError(String key, String text) throws Exception {
    EnvelopeOpener opener = opener(key);
    SealedEnvelope envelope = SealedEnvelope.parse(text);
    int before = hsm.operations();

    assertThatThrownBy(() -> opener.open(envelope, CONTEXT))
        .isExactlyInstanceOf(EnvelopeOpenException.class)
        .hasMessage("The envelope does not open with this KEK and context")
        .hasNoCause();
    assertThat(hsm.operations()).isEqualTo(before + 1);
  }

  private EnvelopeOpener opener(String key) throws Exception {
    return new EnvelopeOpener(hsm.hide(EnvelopeVectors.pair(key).getPrivate()), hsm);
  }

  private static Forgery forgery(String key) throws Exception {
    KeyPair pair = EnvelopeVectors.pair(key);
    return new Forgery(pair.getPublic()).context(CONTEXT);
  }

  private static Arguments bad(String name, UnaryOperator<String> change, String message) {
    return Arguments.of(name, change, message);
  }

  private static Arguments text(String name, UnaryOperator<String> change, String message) {
    return Arguments.of(name, change, message);
  }

  private static Arguments opens(String key, String name, UnaryOperator<Forgery> change) {
    return Arguments.of(key, name, change);
  }

  private static UnaryOperator<String> alg(String name) {
    return swap("ECDH-ES+A256KW", name);
  }

  private static UnaryOperator<String> swap(String what, String with) {
    return json -> {
      assertThat(json).contains(what);
      return json.replace(what, with);
    };
  }

  private static UnaryOperator<String> plus(String member) {
    return json -> json.substring(0, json.length() - 1) + "," + member + "}";
  }

  private static UnaryOperator<String> part(int index, UnaryOperator<String> change) {
    return jwe -> {
      String[] parts = jwe.split("\\.", -1);
      parts[index] = change.apply(parts[index]);
      return String.join(".", parts);
    };
  }

  private static String withUnusedBits(String part) {
    int last = part.length() - 1;
    return part.substring(0, last) + ALPHABET.charAt(ALPHABET.indexOf(part.charAt(last)) + 1);
  }

  private static String offCurve(String epk) {
    int at = epk.indexOf("\"y\":\"") + 10;
    return epk.substring(0, at) + (epk.charAt(at) == 'A' ? 'B' : 'A') + epk.substring(at + 1);
  }

  private static String zeroPoint(String epk) {
    String zero = Base64Url.encode(new byte[32]);
    return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + zero + "\",\"y\":\"" + zero + "\"}";
  }

  /** The same point to whoever computes modulo p, where x is small enough to have p added. */
  private static String beyondField(String epk) {
    return epk.replaceFirst("\"x\":\"[^\"]*\"", "\"x\":\"" + "_".repeat(42) + "8\"");
  }
}
