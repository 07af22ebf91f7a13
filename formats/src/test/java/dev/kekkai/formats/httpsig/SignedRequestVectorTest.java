package dev.kekkai.formats.httpsig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.formats.VectorFile;
import dev.kekkai.formats.VectorFile.Case;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vectors of docs/formats/signed-request.md, which a script over Node's crypto signed, and what
 * releases signed, against the code.
 */
class SignedRequestVectorTest {
  private static final String NAME = "signed-request.json";

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
    assertThat(vectors()).hasSize(8);
    assertThat(refused()).hasSize(34);
  }

  @ParameterizedTest
  @MethodSource("withGolden")
  void it_is_accepted(Case vector) throws Exception {
    assertThat(isAccepted(vector)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void its_base_is_the_one_of_the_file(Case vector) throws Exception {
    HttpFields fields = fields(vector);
    ComponentSource message =
        new RequestComponents(vector.text("method"), URI.create(vector.text("target")), fields);

    assertThat(LabelledSignature.read("sig", fields, message).input().base(message))
        .asString()
        .isEqualTo(vector.text("base"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_is_refused_is(Case refused) throws Exception {
    boolean accepted;
    try {
      accepted = isAccepted(refused);
    } catch (HttpSignatureException e) {
      return;
    }
    assertThat(accepted).isFalse();
  }

  private static boolean isAccepted(Case request) throws Exception {
    SignatureAlgorithm algorithm = SignatureAlgorithm.of(request.text("algorithm"));
    RequestSignature signature =
        RequestSignature.parse(
            request.text("method"), URI.create(request.text("target")), fields(request));
    SignaturePolicy.standard()
        .check(signature, request.has("body"), Instant.ofEpochSecond(request.number("now")));
    return signature.verify(key(request), algorithm)
        && (!request.has("body")
            || ContentDigest.matches(
                fields(request).values("content-digest"),
                request.text("body").getBytes(StandardCharsets.UTF_8)));
  }

  private static HttpFields fields(Case request) {
    Map<String, String> fields = request.fields();
    return name -> fields.containsKey(name) ? List.of(fields.get(name)) : List.of();
  }

  private static PublicKey key(Case request) throws Exception {
    String name =
        switch (request.text("algorithm")) {
          case "ed25519" -> "Ed25519";
          case "rsa-pss-sha512" -> "RSA";
          default -> "EC";
        };
    return KeyFactory.getInstance(name)
        .generatePublic(
            new X509EncodedKeySpec(Base64.getDecoder().decode(request.text("public-key"))));
  }
}
