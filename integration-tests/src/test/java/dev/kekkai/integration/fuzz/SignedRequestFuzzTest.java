package dev.kekkai.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.formats.httpsig.ContentDigest;
import dev.kekkai.formats.httpsig.HttpSignatureException;
import dev.kekkai.formats.httpsig.RequestSignature;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.httpsig.SignaturePolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SignedRequestFuzzTest {
  /** Between the fields of a request that is one text to the fuzzer. */
  private static final String BETWEEN = "\n\n";

  private final Map<String, String> good = new TreeMap<>();
  private final URI target;
  private final byte[] body;
  private final Instant now;
  private final PublicKey key;

  SignedRequestFuzzTest() throws Exception {
    JsonNode vector = Vectors.vector("signed-request.json", "Ed25519, the example of the page");
    vector
        .get("fields")
        .properties()
        .forEach(field -> good.put(field.getKey(), field.getValue().stringValue()));
    target = URI.create(Vectors.text(vector, "target"));
    body = Vectors.text(vector, "body").getBytes(StandardCharsets.UTF_8);
    now = Instant.ofEpochSecond(vector.get("now").longValue());
    byte[] spki = Base64.getDecoder().decode(Vectors.text(vector, "public-key"));
    key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
  }

  /** All that a server does before it looks for the key. */
  private RequestSignature read(Map<String, String> fields) throws HttpSignatureException {
    RequestSignature signature =
        RequestSignature.parse(
            "POST",
            target,
            name -> fields.containsKey(name) ? List.of(fields.get(name)) : List.of());
    SignaturePolicy.standard().check(signature, true, now);
    return signature;
  }

  private boolean isAccepted(Map<String, String> fields) throws HttpSignatureException {
    return read(fields).verify(key, SignatureAlgorithm.ED25519)
        && ContentDigest.matches(List.of(fields.get("content-digest")), body);
  }

  @Test
  void the_example_is_accepted() throws Exception {
    assertThat(isAccepted(good)).isTrue();
  }

  /** A dictionary costs objects for each member, which may have three characters. */
  @Test
  void the_fields_are_read_or_refused() {
    Fuzz.texts(128, 65_536, Set.of(HttpSignatureException.class))
        .run(
            Mutations.ofTexts(31, List.of(String.join(BETWEEN, good.values())))::text,
            text -> {
              Map<String, String> fields = taken(text);
              ContentDigest.matches(List.of(fields.get("content-digest")), body);
              assertThat(read(fields).keyId()).isNotEmpty();
            });
  }

  @Test
  void nothing_else_than_a_request_as_it_was_signed_is_accepted() {
    Fuzz.texts(128, 131_072, Set.of(HttpSignatureException.class, NotAcceptedException.class))
        .runCostly(
            Mutations.ofTexts(32, List.of(String.join(BETWEEN, good.values())))::text,
            text -> {
              Map<String, String> fields = taken(text);
              if (!isAccepted(fields)) {
                throw new NotAcceptedException();
              }
              assertThat(stripped(fields)).isEqualTo(good);
            });
  }

  private Map<String, String> taken(String text) {
    Map<String, String> fields = new HashMap<>();
    String[] values = text.split(BETWEEN, -1);
    int index = 0;
    for (String name : good.keySet()) {
      fields.put(name, index < values.length ? values[index++] : "");
    }
    return fields;
  }

  /** White space around a value is no part of it. */
  private static Map<String, String> stripped(Map<String, String> fields) {
    Map<String, String> stripped = new TreeMap<>(fields);
    stripped.replaceAll((name, value) -> value.strip());
    return stripped;
  }

  /** The signature or the digest is another one. */
  private static final class NotAcceptedException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
