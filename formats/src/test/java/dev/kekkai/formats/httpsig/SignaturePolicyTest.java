package dev.kekkai.formats.httpsig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is demanded of a signature, and how long it is fresh. */
class SignaturePolicyTest {

  private static final Instant NOW = SignedRequest.NOW;
  private static final SignaturePolicy POLICY = SignaturePolicy.standard();
  private static final String ALL =
      "\"@method\" \"@authority\" \"@target-uri\" \"content-type\" \"content-digest\"";

  private static RequestSignature signature(String covered, long created, long expires, String tag)
      throws HttpSignatureException {
    String input =
        "sig=("
            + covered
            + ");created="
            + (NOW.getEpochSecond() + created)
            + ";expires="
            + (NOW.getEpochSecond() + expires)
            + ";nonce=\"0123456789abcdef\";keyid=\"k\";tag=\""
            + tag
            + "\"";
    return RequestSignature.parse(
        "POST",
        SignedRequest.TARGET,
        name ->
            switch (name) {
              case "signature-input" -> List.of(input);
              case "signature" -> List.of("sig=:AAAA:");
              default -> List.of("v");
            });
  }

  private static RequestSignature signature(long created, long expires)
      throws HttpSignatureException {
    return signature(ALL, created, expires, "kekkai");
  }

  @Test
  void the_standard_policy_is_the_documented_one() {
    assertThat(POLICY)
        .isEqualTo(new SignaturePolicy("kekkai", Duration.ofMinutes(5), Duration.ofSeconds(30)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      @authority @target-uri content-type content-digest | @method
      @method @target-uri content-type content-digest    | @authority
      @method @authority content-type content-digest     | @target-uri
      @method @authority @target-uri content-digest      | content-type
      @method @authority @target-uri content-type        | content-digest
      @method @authority @path content-digest            | @target-uri, content-type
      x                        | @method, @authority, @target-uri, content-type, content-digest
      """)
  void a_component_that_is_not_covered_is_named(String covered, String missing) throws Exception {
    String quoted = "\"" + covered.replace(" ", "\" \"") + "\"";
    RequestSignature signature = signature(quoted, 0, 60, "kekkai");

    assertThatThrownBy(() -> POLICY.check(signature, true, NOW))
        .isInstanceOf(HttpSignatureException.class)
        .hasMessage("The signature does not cover " + missing);
  }

  @Test
  void without_a_body_no_digest_is_needed() throws Exception {
    RequestSignature signature =
        signature("\"@method\" \"@authority\" \"@target-uri\"", 0, 60, "kekkai");

    assertThatCode(() -> POLICY.check(signature, false, NOW)).doesNotThrowAnyException();
  }

  @Test
  void more_may_be_covered() throws Exception {
    RequestSignature signature =
        signature("\"x-request-id\" \"@path\" " + ALL + " \"date\"", 0, 60, "kekkai");

    assertThatCode(() -> POLICY.check(signature, true, NOW)).doesNotThrowAnyException();
  }

  @Test
  void a_signature_for_another_application_is_refused() throws Exception {
    RequestSignature signature = signature(ALL, 0, 60, "other");

    assertThatThrownBy(() -> POLICY.check(signature, true, NOW))
        .hasMessage("The signature's tag is not kekkai");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 300", "30, 31", "30, 330", "-299, 1", "-1, 299"})
  void a_fresh_signature_passes(long created, long expires) throws Exception {
    RequestSignature signature = signature(created, expires);

    assertThatCode(() -> POLICY.check(signature, true, NOW)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      0    | 301  | The signature's expires is not 1 to 300 seconds after its created
      -10  | 291  | The signature's expires is not 1 to 300 seconds after its created
      0    | 0    | The signature's expires is not 1 to 300 seconds after its created
      10   | 5    | The signature's expires is not 1 to 300 seconds after its created
      31   | 60   | The signature was created in the future, by more than 30 seconds: the clocks differ
      -60  | 0    | The signature expired 0 seconds ago
      -300 | -1   | The signature expired 1 seconds ago
      -900 | -600 | The signature expired 600 seconds ago
      """)
  void a_signature_that_is_not_fresh_is_refused(long created, long expires, String message)
      throws Exception {
    RequestSignature signature = signature(created, expires);

    assertThatThrownBy(() -> POLICY.check(signature, true, NOW))
        .isInstanceOf(HttpSignatureException.class)
        .hasMessage(message);
  }

  @Test
  void times_beyond_all_calendars_are_refused() throws Exception {
    long far = 999_999_999_999_999L - NOW.getEpochSecond();
    RequestSignature future = signature(far - 300, far);
    RequestSignature endless = signature(-NOW.getEpochSecond(), far);

    assertThatThrownBy(() -> POLICY.check(future, true, NOW)).hasMessageContaining("future");
    assertThatThrownBy(() -> POLICY.check(endless, true, NOW))
        .hasMessageContaining("1 to 300 seconds after");
  }

  @Test
  void the_nonce_is_remembered_until_the_slowest_server_has_seen_the_end() throws Exception {
    RequestSignature signature = signature(0, 60);
    Instant until = POLICY.rememberUntil(signature);
    Instant slowest = until.minus(POLICY.clockSkew());

    assertThat(until).isEqualTo(NOW.plusSeconds(90));
    assertThatThrownBy(() -> POLICY.check(signature, true, slowest))
        .hasMessage("The signature expired 0 seconds ago");
  }

  @Test
  void every_second_of_a_signature_counts_at_a_server_that_is_exact() throws Exception {
    SigningKey key =
        new SigningKey(
            "k", TestKeys.of(SignatureAlgorithm.ED25519).getPrivate(), SignatureAlgorithm.ED25519);
    Clock clock = Clock.fixed(NOW.plusMillis(900), ZoneOffset.UTC);
    RequestSigner signer = new RequestSigner(key, "kekkai", Duration.ofSeconds(2), clock);
    RequestSignature signature = SignedRequest.post(signer).parse();

    assertThatCode(() -> POLICY.check(signature, true, NOW.plusMillis(1999)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> POLICY.check(signature, true, NOW.plusMillis(2000)))
        .hasMessage("The signature expired 0 seconds ago");
  }

  @Test
  void a_policy_without_time_is_refused() {
    for (Duration bad : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new SignaturePolicy("kekkai", bad, Duration.ZERO))
          .withMessage("A validity is positive, and a clock skew not negative");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new SignaturePolicy("kekkai", Duration.ofSeconds(1), Duration.ofSeconds(-1)));
  }
}
