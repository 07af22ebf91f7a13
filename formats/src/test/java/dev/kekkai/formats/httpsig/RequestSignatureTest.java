package dev.kekkai.formats.httpsig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures that are not as they should be, each with what the server's log says of it. */
class RequestSignatureTest {

  private static final SignatureAlgorithm ED25519 = SignatureAlgorithm.ED25519;
  private static final String COVERED = "\"@method\" \"@authority\" \"@target-uri\"";
  private static final String PARAMETERS =
      ";created=1795262400;expires=1795262460;nonce=\"0123456789abcdef\";keyid=\"k\""
          + ";tag=\"kekkai\"";

  private static RequestSignature parse(String input, String signature)
      throws HttpSignatureException {
    Map<String, List<String>> fields =
        Map.of(
            "signature-input", List.of(input),
            "signature", List.of(signature),
            "content-type", List.of("text/plain"),
            "x-list", List.of("a", "b"));
    return RequestSignature.parse(
        "POST", SignedRequest.TARGET, name -> fields.getOrDefault(name, List.of()));
  }

  private static RequestSignature parse(String input) throws HttpSignatureException {
    return parse("sig=" + input, "sig=:AAAA:");
  }

  private static void assertRefused(String input, String message) {
    assertThatThrownBy(() -> parse(input))
        .isInstanceOf(HttpSignatureException.class)
        .hasMessage(message)
        .hasNoCause();
  }

  @Test
  void components_and_parameters_are_read() throws Exception {
    RequestSignature signature =
        parse(
            "("
                + COVERED
                + " \"x-list\" \"@query-param\";name=\"trace\")"
                + PARAMETERS
                + ";alg=\"ed25519\"");

    assertThat(signature.components())
        .containsExactly(
            "@method", "@authority", "@target-uri", "x-list", "\"@query-param\";name=\"trace\"");
    assertThat(signature.nonce()).isEqualTo("0123456789abcdef");
    assertThat(signature.keyId()).isEqualTo("k");
    assertThat(signature.tag()).isEqualTo("kekkai");
    assertThat(signature.created()).isEqualTo("2026-11-21T12:00:00Z");
    assertThat(signature.expires()).isEqualTo("2026-11-21T12:01:00Z");
    assertThat(signature.algorithm()).contains("ed25519");
    assertThat(signature)
        .hasToString(
            "RequestSignature[key k, created 2026-11-21T12:00:00Z, expires 2026-11-21T12:01:00Z,"
                + " covers "
                + signature.components()
                + "]");
  }

  @Test
  void an_unsigned_request_is_refused() {
    assertThatThrownBy(
            () -> RequestSignature.parse("POST", SignedRequest.TARGET, name -> List.of()))
        .hasMessage("The request has no header field Signature-Input");
    assertThatThrownBy(
            () ->
                RequestSignature.parse(
                    "POST",
                    SignedRequest.TARGET,
                    name -> name.equals("signature-input") ? List.of("sig=()") : List.of()))
        .hasMessage("The request has no header field Signature");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      other=()      | sig=:AAAA:
      sig=()        | other=:AAAA:
      other=()      | other=:AAAA:
      """)
  void a_signature_by_another_label_is_none(String input, String signature) {
    assertThatThrownBy(() -> parse(input, signature))
        .hasMessage("Signature-Input and Signature have no member labelled sig");
  }

  @Test
  void signatures_by_other_labels_are_passed_over() throws Exception {
    SignedRequest request = SignedRequest.post(ED25519);
    String input = request.fields().get("signature-input");
    String signature = request.fields().get("signature");

    assertThat(
            request
                .with("signature-input", "proxy=(\"x-no\";sf);created=1, " + input + ", z=()")
                .with("signature", "y=1, " + signature + ", proxy=:AAAA:")
                .isAccepted(ED25519))
        .isTrue();
  }

  @Test
  void lines_of_a_field_are_one_field() throws Exception {
    SignedRequest request = SignedRequest.post(ED25519);
    HttpFields fields =
        name ->
            name.startsWith("signature")
                ? List.of("proxy=()", request.fields().get(name))
                : request.httpFields().values(name);

    RequestSignature signature = RequestSignature.parse(request.method(), request.target(), fields);

    assertThat(signature.verify(TestKeys.of(ED25519).getPublic(), ED25519)).isTrue();
  }

  @Test
  void a_label_that_comes_twice_is_refused() throws Exception {
    SignedRequest request = SignedRequest.post(ED25519);

    for (String name : List.of("signature-input", "signature")) {
      String value = request.fields().get(name);
      SignedRequest twice = request.with(name, value + ", " + value);
      assertThatThrownBy(twice::parse)
          .isInstanceOf(HttpSignatureException.class)
          .hasMessageContaining("a key comes twice");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "( \"@method\" \"@authority\");created=1",
        "(\"@method\"  \"@authority\");created=1",
        "(\"@method\" \"@authority\" );created=1",
        "(\"@method\" \"@authority\"); created=1",
        "(\"@method\" \"@authority\");created=01",
        "(\"@method\" \"@authority\");created=-0",
        "(\"@method\" \"@authority\");created=1;created=2",
        "(\"@method\" \"@authority\");created=1;tag=?1",
        "(\"@query-param\";name=\"a\";name=\"b\");created=1"
      })
  void another_spelling_than_the_canonical_one_is_refused(String input) {
    assertThatThrownBy(() -> parse(input))
        .isInstanceOf(HttpSignatureException.class)
        .hasMessageStartingWith("The header field Signature-Input is not as RFC 8941");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(\"@method\"",
        "(\"@method)",
        "(\"@meth\u00f6d\")",
        "(@method)",
        "(\"@method\"\"@authority\")",
        "();created=1234567890123456",
        "();Created=1",
        "(),",
        "",
        "((\"a\"))",
        "() ()"
      })
  void what_is_no_structured_field_is_refused(String input) {
    assertThatThrownBy(() -> parse(input))
        .isInstanceOf(HttpSignatureException.class)
        .hasMessageMatching(
            "The header field Signature-Input is not a dictionary \\(RFC 8941\\), from character"
                + " \\d+ on")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sig=:AA=:", "sig=:AAA:", "sig=:AB==:", "sig=:AA==:, sig=:AA==:", "sig=:A A=:"})
  void base64_that_is_not_canonical_is_refused(String signature) {
    assertThatThrownBy(() -> parse("sig=()", signature))
        .isInstanceOf(HttpSignatureException.class)
        .hasMessageStartingWith("The header field Signature is not ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sig=\"AAAA\"", "sig=1", "sig", "sig=(:AAAA:)", "sig=::", "sig=:AAAA:;a"})
  void a_signature_that_is_not_bytes_is_refused(String signature) {
    assertThatThrownBy(() -> parse("sig=()", signature))
        .hasMessage("The signature is not 1 to 1024 bytes");
  }

  @Test
  void a_field_beyond_its_bound_is_not_parsed() {
    assertThatThrownBy(() -> parse("sig=(" + " ".repeat(4100) + ")", "sig=:AAAA:"))
        .hasMessage("The header field Signature-Input is longer than 4096 characters");
    assertThatThrownBy(() -> parse("sig=()", "sig=:" + "A".repeat(4100) + ":"))
        .hasMessage("The header field Signature is longer than 4096 characters");
    assertThatThrownBy(() -> parse("sig=()", "sig=:" + "AAAA".repeat(342) + ":"))
        .hasMessage("The signature is not 1 to 1024 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\"", "1", "?0", ":AAAA:"})
  void an_input_that_is_no_list_is_refused(String input) {
    assertRefused(input, "The signature's input is not a list of components");
  }

  @Test
  void a_component_that_is_no_string_is_refused() {
    assertRefused("(method)" + PARAMETERS, "A covered component is not a string");
    assertRefused("(1)" + PARAMETERS, "A covered component is not a string");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Type", "content type", "@Method", "a@b", "@", "a\\\"b"})
  void a_component_that_can_be_none_is_refused(String name) {
    assertRefused(
        "(\"" + name + "\")" + PARAMETERS,
        "A covered component is no header field in lower case and no derived component, or is"
            + " longer than 64 characters");
  }

  @Test
  void a_component_twice_is_refused() {
    String message = "The signature covers a component twice";

    assertRefused("(\"@method\" \"@method\")" + PARAMETERS, message);
    assertRefused("(\"x-list\" \"@method\" \"x-list\")" + PARAMETERS, message);
    assertRefused(
        "(\"@query-param\";name=\"trace\" \"@query-param\";name=\"trace\")" + PARAMETERS, message);
  }

  @Test
  void too_many_components_are_refused() {
    assertRefused(
        "(" + "\"x\" ".repeat(32) + "\"x\")" + PARAMETERS,
        "The signature covers more than 32 components");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sf", "bs", "req", "tr", "key=\"a\""})
  void a_component_parameter_of_the_rfc_is_refused_by_name(String parameter) {
    String name = parameter.replaceAll("=.*", "");
    String message =
        "The component parameter ;" + name + " is not supported: cover header fields as they are";

    assertRefused("(\"content-type\";" + parameter + ")" + PARAMETERS, message);
    assertRefused("(\"@method\";" + parameter + ")" + PARAMETERS, message);
    assertRefused("(\"@query-param\";name=\"a\";" + parameter + ")" + PARAMETERS, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"@method\";x", "\"x-list\";name=\"a\"", "\"@path\";name=\"a\""})
  void a_component_parameter_that_does_not_belong_there_is_refused(String component) {
    assertRefused(
        "(" + component + ")" + PARAMETERS,
        "One of the component parameters is not supported: cover header fields as they are");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"@query-param\"", "\"@query-param\";name", "\"@query-param\";name=1"})
  void a_query_parameter_without_name_is_refused(String component) {
    assertRefused(
        "(" + component + ")" + PARAMETERS, "@query-param needs the parameter ;name, a string");
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "expires", "nonce", "keyid", "tag"})
  void a_parameter_that_is_missing_is_refused(String name) {
    assertRefused(
        "()" + PARAMETERS.replaceAll(";" + name + "=[^;]*", ""),
        "The signature has no parameter " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "expires"})
  void a_time_that_is_none_is_refused(String name) {
    String message =
        "The signature's parameter " + name + " is not a whole number of seconds since 1970";

    for (String time : List.of("-1", "1.5", "\"1795262400\"", "now")) {
      assertRefused(
          "()" + PARAMETERS.replaceAll(";" + name + "=\\d+", ";" + name + "=" + time), message);
    }
    assertRefused("()" + PARAMETERS.replaceAll(";" + name + "=\\d+", ";" + name), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      nonce | 16 | 64
      keyid | 1  | 128
      tag   | 1  | 64
      """)
  void a_text_out_of_bounds_is_refused(String name, int min, int max) throws Exception {
    String message =
        "The signature's parameter "
            + name
            + " is not a string of "
            + min
            + " to "
            + max
            + " characters";

    assertThat(parse("()" + with(name, "\"" + "a".repeat(min) + "\""))).isNotNull();
    assertThat(parse("()" + with(name, "\"" + "a".repeat(max) + "\""))).isNotNull();
    assertRefused("()" + with(name, "\"" + "a".repeat(min - 1) + "\""), message);
    assertRefused("()" + with(name, "\"" + "a".repeat(max + 1) + "\""), message);
    assertRefused("()" + with(name, "a".repeat(min)), message);
    assertRefused("()" + with(name, ":AAAA:"), message);
  }

  private static String with(String name, String value) {
    return PARAMETERS.replaceAll(";" + name + "=\"[^\"]*\"", ";" + name + "=" + value);
  }

  @Test
  void a_parameter_that_nobody_knows_is_refused() {
    assertRefused(
        "()" + PARAMETERS + ";audience=\"x\"",
        "The signature has a parameter beside created, expires, nonce, alg, keyid and tag");
  }

  @Test
  void an_algorithm_named_has_to_be_the_registered_one() throws Exception {
    assertThat(signedNaming("ed25519")).isTrue();
    for (String other : List.of("hmac-sha256", "rsa-pss-sha512", "none", "ED25519", "ed25519 ")) {
      assertThat(signedNaming(other)).as(other).isFalse();
    }
  }

  /** Whether a signature is taken that is right in all but the algorithm it names. */
  private static boolean signedNaming(String algorithm) throws Exception {
    String input = "(" + COVERED + ")" + PARAMETERS + ";alg=\"" + algorithm + "\"";
    ComponentSource request =
        new RequestComponents("POST", SignedRequest.TARGET, name -> List.of());
    byte[] base =
        SignatureInput.of(
                StructuredFields.dictionary("Signature-Input", List.of("sig=" + input)).get("sig"))
            .base(request);
    byte[] signature = ED25519.sign(TestKeys.of(ED25519).getPrivate(), base);
    String value = "sig=:" + Base64.getEncoder().encodeToString(signature) + ":";
    return parse("sig=" + input, value).verify(TestKeys.of(ED25519).getPublic(), ED25519);
  }

  @Test
  void a_key_of_another_kind_is_a_mistake_of_the_registry() throws Exception {
    RequestSignature signature = SignedRequest.post(ED25519).parse();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                signature.verify(
                    TestKeys.of(ED25519).getPublic(), SignatureAlgorithm.ECDSA_P256_SHA256))
        .withMessage("ecdsa-p256-sha256 takes an EC key on the curve P-256");
  }

  @Test
  void the_log_gets_no_header_value() {
    String secret = "SECRETSECRET";

    for (String input :
        List.of(
            "(\"" + secret + "\")" + PARAMETERS,
            "(\"@method\";" + secret.toLowerCase(Locale.ROOT) + ")" + PARAMETERS,
            "()" + with("tag", "\"" + secret.repeat(8) + "\""),
            "()" + with("nonce", "\"" + secret + "\""),
            "()" + PARAMETERS + ";x=\"" + secret + "\"",
            secret)) {
      assertThatThrownBy(() -> parse(input))
          .isInstanceOf(HttpSignatureException.class)
          .satisfies(e -> assertThat(e.getMessage()).doesNotContainIgnoringCase(secret));
    }
  }
}
