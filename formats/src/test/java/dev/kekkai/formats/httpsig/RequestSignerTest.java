package dev.kekkai.formats.httpsig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed here is read and verified here, and nothing of it can be changed. */
class RequestSignerTest {

  private static final SignatureAlgorithm ED25519 = SignatureAlgorithm.ED25519;

  @ParameterizedTest
  @EnumSource
  void a_signed_request_is_accepted(SignatureAlgorithm algorithm) throws Exception {
    SignedRequest request = SignedRequest.post(algorithm);

    RequestSignature signature = request.parse();

    assertThat(request.isAccepted(algorithm)).isTrue();
    assertThat(signature.keyId()).isEqualTo("web-1");
    assertThat(signature.tag()).isEqualTo("kekkai");
    assertThat(signature.created()).isEqualTo(SignedRequest.NOW);
    assertThat(signature.expires()).isEqualTo(SignedRequest.NOW.plusSeconds(60));
    assertThat(signature.algorithm()).isEmpty();
    assertThat(signature.components())
        .containsExactly("@method", "@authority", "@target-uri", "content-type", "content-digest");
  }

  @ParameterizedTest
  @EnumSource
  void one_thing_changed_on_the_way_is_refused(SignatureAlgorithm algorithm) throws Exception {
    SignedRequest request = SignedRequest.post(algorithm);
    String target = request.target().toString();

    for (SignedRequest changed :
        List.of(
            request.withMethod("PUT"),
            request.withMethod("post"),
            request.withTarget(target.replace("keys.", "keyz.")),
            request.withTarget(target.replace(":8443", ":8444")),
            request.withTarget(target.replace(":8443", "")),
            request.withTarget(target.replace("https", "http")),
            request.withTarget(target.replace("decrypt", "reseal")),
            request.withTarget(target.replace("trace=1", "trace=2")),
            request.withTarget(target.replace("?trace=1", "")),
            request.with("content-type", "application/json; charset=utf-8"),
            request.with("content-digest", ContentDigest.of(new byte[1])),
            request.withBody(new byte[1]),
            request.withInput("web-1", "web-2"),
            request.withInput("expires=1795262460", "expires=1795262461"),
            request.withInput("created=1795262400", "created=1795262401"),
            request.withInput("\"@method\" \"@authority\"", "\"@authority\" \"@method\""),
            request.withInput("\"content-digest\")", "\"content-digest\" \"host\")"),
            request.withInput("nonce=\"" + request.parse().nonce(), "nonce=\"0123456789abcdef"),
            request.withInput(";tag=", ";alg=\"" + algorithm.id() + "\";tag="))) {
      assertThat(isAccepted(changed, algorithm)).as(changed.toString()).isFalse();
    }
  }

  private static boolean isAccepted(SignedRequest request, SignatureAlgorithm algorithm) {
    try {
      return request.isAccepted(algorithm);
    } catch (HttpSignatureException e) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_key_of_somebody_else_is_refused(SignatureAlgorithm algorithm) throws Exception {
    RequestSignature signature = SignedRequest.post(algorithm).parse();
    var other =
        switch (algorithm) {
          case ED25519 -> TestKeys.generate("Ed25519");
          case ECDSA_P256_SHA256 -> TestKeys.ec("secp256r1");
          case RSA_PSS_SHA512 -> TestKeys.rsa(2048);
        };

    assertThat(signature.verify(other.getPublic(), algorithm)).isFalse();
  }

  @Test
  void what_http_may_change_on_the_way_does_not_matter() throws Exception {
    SignedRequest request = SignedRequest.post(ED25519);

    assertThat(
            request
                .with("content-type", " application/json\t")
                .with("x-added", "by a proxy")
                .withTarget("HTTPS://KEYS.example.com:8443/v1/decrypt?trace=1")
                .isAccepted(ED25519))
        .isTrue();
  }

  @Test
  void a_request_without_body_is_signed_without_digest() throws Exception {
    Map<String, String> fields =
        SignedRequest.signer(ED25519).sign("GET", URI.create("https://h/v1/audit"), null, null);

    SignedRequest request =
        new SignedRequest("GET", URI.create("https://h/v1/audit"), fields, null);

    assertThat(fields).containsOnlyKeys("signature-input", "signature");
    assertThat(request.isAccepted(ED25519)).isTrue();
  }

  @Test
  void an_empty_body_is_a_body_to_the_signer() throws Exception {
    Map<String, String> fields =
        SignedRequest.signer(ED25519)
            .sign("POST", SignedRequest.TARGET, "application/json", new byte[0]);

    assertThat(fields.keySet()).containsExactly("content-digest", "signature-input", "signature");
    assertThat(fields.get("content-digest"))
        .isEqualTo("sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
  }

  @Test
  void no_nonce_comes_twice() throws Exception {
    RequestSigner signer = SignedRequest.signer(ED25519);
    Set<String> nonces = new HashSet<>();

    for (int i = 0; i < 100; i++) {
      nonces.add(SignedRequest.post(signer).parse().nonce());
    }

    assertThat(nonces).hasSize(100).allMatch(nonce -> nonce.matches("[A-Za-z0-9_-]{22}"));
  }

  @Test
  void the_rfcs_own_rsa_pss_key_signs() throws Exception {
    PrivateKey key = TestKeys.rfcPrivateKey("test-key-rsa-pss", "RSASSA-PSS");
    SignatureAlgorithm algorithm = SignatureAlgorithm.RSA_PSS_SHA512;
    RequestSigner signer =
        new RequestSigner(
            new SigningKey("test-key-rsa-pss", key, algorithm),
            "kekkai",
            Duration.ofMinutes(5),
            Clock.systemUTC());

    RequestSignature signature = SignedRequest.post(signer).parse();

    assertThat(signature.verify(TestKeys.rfcPublicKey("test-key-rsa-pss", algorithm), algorithm))
        .isTrue();
  }

  @Test
  void a_body_without_content_type_is_refused() {
    RequestSigner signer = SignedRequest.signer(ED25519);
    String message = "A body has a content type, and only a body has one";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.sign("POST", SignedRequest.TARGET, null, SignedRequest.BODY))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.sign("POST", SignedRequest.TARGET, "application/json", null))
        .withMessage(message);
  }

  @Test
  void what_can_not_be_sent_is_not_signed() {
    RequestSigner signer = SignedRequest.signer(ED25519);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.sign("GET", URI.create("/v1/audit"), null, null))
        .withMessageContaining("The target URI is not absolute");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.sign("GET IT", SignedRequest.TARGET, null, null))
        .withMessageContaining("The method is not a token");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.sign("POST", SignedRequest.TARGET, "a\r\nb: c", new byte[0]))
        .withMessageContaining("content-type is not one line of printable ASCII");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT5M0.001S", "PT1.5S", "PT5M1S"})
  void a_validity_out_of_bounds_is_refused(Duration validity) {
    SigningKey key = new SigningKey("k", TestKeys.of(ED25519).getPrivate(), ED25519);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RequestSigner(key, "kekkai", validity, Clock.systemUTC()))
        .withMessage("A signature is valid for 1 to 300 whole seconds, not " + validity);
  }

  @Test
  void a_tag_or_key_id_that_does_not_fit_is_refused() {
    PrivateKey key = TestKeys.of(ED25519).getPrivate();
    SigningKey good = new SigningKey("k".repeat(128), key, ED25519);

    for (String bad : List.of("", "k".repeat(129), "caf\u00e9", "a\nb")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new SigningKey(bad, key, ED25519))
          .withMessage("A key id has 1 to 128 printable ASCII characters");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new RequestSigner(good, bad, Duration.ofSeconds(60), Clock.systemUTC()))
          .withMessage("A tag has 1 to 64 printable ASCII characters");
    }
  }

  @Test
  void a_key_id_with_quotes_comes_back_as_it_was() throws Exception {
    SigningKey key = new SigningKey("a \"b\" \\ c;d,e", TestKeys.of(ED25519).getPrivate(), ED25519);
    RequestSigner signer =
        new RequestSigner(key, "kekkai", Duration.ofSeconds(60), Clock.systemUTC());

    RequestSignature signature = SignedRequest.post(signer).parse();

    assertThat(signature.keyId()).isEqualTo("a \"b\" \\ c;d,e");
    assertThat(signature.verify(TestKeys.of(ED25519).getPublic(), ED25519)).isTrue();
  }

  @Test
  void a_signing_key_shows_nothing_of_the_key() {
    SigningKey key = new SigningKey("web-1", TestKeys.of(ED25519).getPrivate(), ED25519);

    assertThat(key).hasToString("SigningKey[web-1, ed25519]");
  }
}
