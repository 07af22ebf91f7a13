package dev.kekkai.formats.kekset;

import static dev.kekkai.formats.kekset.TestKeks.pair;
import static dev.kekkai.formats.kekset.TestKeks.publicOf;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.encoding.Base64Url;
import dev.kekkai.formats.encoding.NistCurve;
import dev.kekkai.formats.encoding.SealKey;
import java.security.KeyPair;
import java.security.Signature;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KekSetVerifierTest {
  private static final KeyPair SEAL = pair(NistCurve.P_256);
  private static final KekSet SET = TestKeks.set();

  private final KekSetVerifier verifier = new KekSetVerifier(List.of(publicOf(SEAL)));

  static Stream<Arguments> headers() {
    return Stream.of(
        bad("none", swap("ES256", "none"), "alg is not ES256"),
        bad("HMAC", swap("ES256", "HS256"), "alg is not ES256"),
        bad("another curve's", swap("ES256", "ES384"), "alg is not ES256"),
        bad("ES256K", swap("ES256", "ES256K"), "alg is not ES256"),
        bad("no alg", swap("\"alg\":\"ES256\",", ""), "no alg that is a JSON string"),
        bad("alg twice", plus("\"alg\":\"none\""), "A name stands twice"),
        bad("typ JWT", swap("kekkai-keks+jwt", "JWT"), "typ is not kekkai-keks+jwt"),
        bad("no typ", swap(",\"typ\":\"kekkai-keks+jwt\"", ""), "no typ that is a JSON string"),
        bad("no kid", json -> json.replaceFirst("\"kid\":\"[^\"]*\",", ""), "no kid that is"),
        bad("another kid", json -> json.replaceFirst("\"kid\":\"..", "\"kid\":\"__"), "not pinned"),
        bad(
            "a kid that is a path",
            json -> json.replaceFirst("\"kid\":\"", "\"kid\":\"../"),
            "pin"),
        bad("crit", plus("\"crit\":[\"exp\"]"), "another parameter than alg, kid and typ"),
        bad("b64", plus("\"b64\":false"), "another parameter than alg, kid and typ"),
        bad("jwk", plus("\"jwk\":{}"), "another parameter than alg, kid and typ"),
        bad("jku", plus("\"jku\":\"https://example.com\""), "another parameter than alg, kid"),
        bad("x5c", plus("\"x5c\":[]"), "another parameter than alg, kid and typ"),
        bad("too long", plus("\"jku\":\"" + "x".repeat(1024) + "\""), "Too long"),
        bad("no JSON", json -> "x", "Not JSON"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headers")
  void a_header_out_of_order_is_refused(String name, UnaryOperator<String> change, String message)
      throws Exception {
    String jws = sign(change.apply(header()), payload());

    assertRefused(jws, message);
  }

  static Stream<Arguments> payloads() {
    return Stream.of(
        bad("no version", swap("\"version\":7,", ""), "no version that is a JSON whole number"),
        bad("a text", swap("\"version\":7", "\"version\":\"7\""), "no version that is a JSON who"),
        bad("version 0", swap("\"version\":7", "\"version\":0"), "1 to 2^53 - 1"),
        bad("a version twice", plus("\"version\":8"), "A name stands twice"),
        bad("a fraction", swap("\"version\":7", "\"version\":7.5"), "no integer"),
        bad("no exp", json -> json.replaceFirst("\"exp\":[0-9]*,", ""), "no exp that is a JSON"),
        bad(
            "exp far off",
            json -> json.replaceFirst("\"exp\":", "\"exp\":99999999"),
            "exp is no time in sec"),
        bad("no primaries", swap("\"primaries\"", "\"secondaries\""), "no primaries that is"),
        bad(
            "primaries no texts",
            swap("\"cards\":\"cards.v1\"", "\"cards\":1"),
            "A primary of the KEK set is no"),
        bad(
            "a primary not there",
            swap("\"payments\":\"payments.v2\"", "\"p\":\"p.v2\""),
            "not one"),
        bad("no keys", swap("\"keys\"", "\"locks\""), "no keys that is a JSON array"),
        bad("a key that is none", swap("\"keys\":[", "\"keys\":[1,"), "is no JSON object"),
        bad(
            "a private part",
            swap("\"kty\":\"EC\"", "\"d\":\"AA\",\"kty\":\"EC\""),
            "private part"),
        bad(
            "a secret key",
            swap("\"kty\":\"EC\"", "\"kty\":\"oct\""),
            "another kty than RSA or EC"),
        bad("another curve", swap("\"P-256\"", "\"secp256k1\""), "on another curve than P-256"),
        bad("a wrong curve", swap("\"P-256\"", "\"P-384\""), "the base64url of 48 bytes"),
        bad("no use", swap("\"use\":\"enc\",", ""), "no use that is a JSON string"),
        bad("for signing", swap("\"use\":\"enc\"", "\"use\":\"sig\""), "not for the use enc"),
        bad("another alg", swap("ECDH-ES+A256KW", "ECDH-ES"), "with ECDH-ES+A256KW"),
        bad("a strange kid", swap("\"kid\":\"payments.v1\"", "\"kid\":\"payments\""), "NAME.vN"),
        bad("a kid twice", swap("\"kid\":\"payments.v1\"", "\"kid\":\"payments.v2\""), "twice"),
        bad("off the curve", KekSetVerifierTest::offCurve, "no point of its curve"),
        bad("RSA without n", swap("\"kty\":\"EC\"", "\"kty\":\"RSA\""), "no n that is a JSON str"),
        bad(
            "a zero in front",
            swap("\"kty\":\"EC\"", "\"kty\":\"RSA\",\"n\":\"AAAB\",\"e\":\"AQAB\""),
            "begins with a zero byte"),
        bad(
            "a weak RSA key",
            swap(
                "\"kty\":\"EC\"",
                "\"kty\":\"RSA\",\"n\":\"" + "_".repeat(171) + "8\",\"e\":\"AQAB\""),
            "an RSA KEK here has from 3072 to 8192"),
        bad("no JSON", json -> json + "x", "Not JSON"),
        bad("an array", json -> "[" + json + "]", "Not a JSON object"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("payloads")
  void a_payload_out_of_order_is_refused_although_it_is_signed(
      String name, UnaryOperator<String> change, String message) throws Exception {
    assertRefused(sign(header(), change.apply(payload())), message);
  }

  @Test
  void members_of_later_versions_are_passed_over() throws Exception {
    String later = plus("\"policy\":{\"rotate\":[1,true]}").apply(payload());
    later = later.replace("\"kty\"", "\"x5t#S256\":\"AA\",\"kty\"");

    assertThat(verifier.verify(sign(header(), later))).isEqualTo(SET);
  }

  @Test
  void one_of_several_pinned_keys_is_enough() throws Exception {
    KeyPair next = pair(NistCurve.P_384);
    KekSetVerifier both = new KekSetVerifier(List.of(publicOf(next), publicOf(SEAL)));

    assertThat(both.verify(sign(header(), payload()))).isEqualTo(SET);
    assertThat(both.verify(new KekSetSigner(next.getPrivate(), publicOf(next)).sign(SET)))
        .isEqualTo(SET);
  }

  @Test
  void an_hmac_under_the_public_key_is_no_signature() throws Exception {
    String signed = part(header().replace("ES256", "HS256")) + "." + part(payload());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SEAL.getPublic().getEncoded(), "HmacSHA256"));

    assertRefused(
        signed + "." + Base64Url.encode(mac.doFinal(signed.getBytes(US_ASCII))),
        "alg is not ES256, which is the one of the pinned seal key");
  }

  @Test
  void the_signature_of_all_zeros_is_refused() {
    // What Java 15 to 18 took for good, CVE-2022-21449.
    assertRefused(
        part(header()) + "." + part(payload()) + "." + Base64Url.encode(new byte[64]),
        "The signature ");
  }

  @Test
  void text_that_is_no_jws_is_refused() throws Exception {
    String jws = sign(header(), payload());

    assertRefused("", "three parts");
    assertRefused("..", "The header: Not a JSON object");
    assertRefused(jws.substring(0, jws.lastIndexOf('.')), "three parts");
    assertRefused(jws + ".", "three parts");
    assertRefused(jws + "=", "no padding");
    assertRefused(jws + "\n", "The signature: ");
    assertRefused(jws.substring(0, jws.lastIndexOf('.') + 1), "The signature ");
    assertRefused(jws + "A".repeat(200), "Too long: at most 176 characters");
    assertRefused(jws + "A".repeat(1024 * 1024), "at most 1048576 characters");
  }

  @Test
  void every_change_of_one_character_is_refused() throws Exception {
    String jws = sign(header(), payload());
    Random random = new Random(20260713);
    int payload = jws.indexOf('.');
    int signature = jws.lastIndexOf('.');
    for (int at = 0; at < jws.length(); at++) {
      if (at > payload && at < signature && at % 8 != 0) {
        continue; // a sample is enough where every bit goes through one hash
      }
      char put = (char) ('A' + random.nextInt(26));
      if (jws.charAt(at) != put) {
        String changed = jws.substring(0, at) + put + jws.substring(at + 1);
        assertThatThrownBy(() -> verifier.verify(changed))
            .isExactlyInstanceOf(KekSetException.class);
      }
    }
  }

  @Test
  void no_pinned_key_and_keys_of_other_curves_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KekSetVerifier(List.of()))
        .withMessageStartingWith("No seal key is pinned");
  }

  private void assertRefused(String jws, String message) {
    assertThatThrownBy(() -> verifier.verify(jws))
        .isExactlyInstanceOf(KekSetException.class)
        .hasMessageContaining(message)
        .hasNoCause();
  }

  private static String header() {
    return "{\"alg\":\"ES256\",\"kid\":\""
        + SealKey.of(publicOf(SEAL)).thumbprint()
        + "\",\"typ\":\"kekkai-keks+jwt\"}";
  }

  private static String payload() {
    return KekSetPayload.write(SET);
  }

  private static String part(String json) {
    return Base64Url.encode(json.getBytes(UTF_8));
  }

  /** Signs anything, as only the holder of the seal key could. */
  private static String sign(String header, String payload) throws Exception {
    String signed = part(header) + "." + part(payload);
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(SEAL.getPrivate());
    signature.update(signed.getBytes(US_ASCII));
    return signed + "." + Base64Url.encode(signature.sign());
  }

  private static Arguments bad(String name, UnaryOperator<String> change, String message) {
    return Arguments.of(name, change, message);
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

  private static String offCurve(String payload) {
    int at = payload.indexOf("\"y\":\"") + 10;
    char put = payload.charAt(at) == 'A' ? 'B' : 'A';
    return payload.substring(0, at) + put + payload.substring(at + 1);
  }
}
