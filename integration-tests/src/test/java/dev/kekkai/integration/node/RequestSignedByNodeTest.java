package dev.kekkai.integration.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONArrayUtils;
import dev.kekkai.formats.httpsig.ContentDigest;
import dev.kekkai.formats.httpsig.HttpFields;
import dev.kekkai.formats.httpsig.HttpSignatureException;
import dev.kekkai.formats.httpsig.RequestSignature;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.httpsig.SignaturePolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two implementations of RFC 9421 from npm sign requests; ours takes them, and no changed one. */
class RequestSignedByNodeTest {

  private static final URI TARGET = URI.create("https://keys.example.com:8443/v1/decrypt?trace=1");
  private static final String BODY = "{\"item\":\"...\",\"context\":[\"users\",\"\u7d50\u754c\"]}";
  private static final List<String> PACKAGES =
      List.of("http-message-signatures", "http-message-sig");

  private static final Map<SignatureAlgorithm, KeyPair> KEYS =
      new EnumMap<>(SignatureAlgorithm.class);
  private static final List<Signed> SIGNED = new ArrayList<>();

  /** A request as Node made it. */
  record Signed(
      String by,
      SignatureAlgorithm algorithm,
      String method,
      String target,
      Map<String, String> fields,
      String body) {

    boolean isAccepted() throws HttpSignatureException {
      HttpFields lines = name -> fields.containsKey(name) ? List.of(fields.get(name)) : List.of();
      RequestSignature signature = RequestSignature.parse(method, URI.create(target), lines);
      SignaturePolicy.standard().check(signature, true, Instant.now());
      return signature.verify(KEYS.get(algorithm).getPublic(), algorithm)
          && ContentDigest.matches(
              lines.values("content-digest"), body.getBytes(StandardCharsets.UTF_8));
    }

    Signed withMethod(String changed) {
      return new Signed(by, algorithm, changed, target, fields, body);
    }

    Signed withTarget(String from, String to) {
      return new Signed(by, algorithm, method, target.replace(from, to), fields, body);
    }

    Signed withBody(String changed) {
      return new Signed(by, algorithm, method, target, fields, changed);
    }

    Signed with(String field, String value) {
      Map<String, String> changed = new LinkedHashMap<>(fields);
      changed.put(field, value);
      return new Signed(by, algorithm, method, target, changed, body);
    }

    Signed withInput(String regex, String to) {
      return with("signature-input", fields.get("signature-input").replaceFirst(regex, to));
    }

    Signed withSecondLess(String parameter) {
      String changed =
          Pattern.compile(parameter + "=(\\d+)")
              .matcher(fields.get("signature-input"))
              .replaceFirst(time -> parameter + "=" + (Long.parseLong(time.group(1)) - 1));
      return with("signature-input", changed);
    }

    @Override
    public String toString() {
      return by + ", " + algorithm.id();
    }
  }

  @BeforeAll
  static void sign_in_node() throws Exception {
    KEYS.putAll(InteropKeys.generate());
    List<Object> requests = new ArrayList<>();
    for (String name : PACKAGES) {
      KEYS.forEach((algorithm, pair) -> requests.add(request(name, algorithm, pair.getPrivate())));
    }
    List<Object> answers =
        JSONArrayUtils.parse(
            NodeScript.run("sign-request.mjs", JSONArrayUtils.toJSONString(requests)));
    for (Object answer : answers) {
      String name = PACKAGES.get(SIGNED.size() / KEYS.size());
      SignatureAlgorithm algorithm = List.copyOf(KEYS.keySet()).get(SIGNED.size() % KEYS.size());
      SIGNED.add(new Signed(name, algorithm, "POST", TARGET.toString(), lowerCase(answer), BODY));
    }
  }

  private static Map<String, Object> request(
      String name, SignatureAlgorithm algorithm, PrivateKey key) {
    return Map.of(
        "package",
        name,
        "algorithm",
        algorithm.id(),
        "keyId",
        "web-1",
        "privateKey",
        InteropKeys.pem(key),
        "url",
        TARGET.toString(),
        "body",
        BODY);
  }

  private static Map<String, String> lowerCase(Object fields) {
    Map<String, String> lines = new LinkedHashMap<>();
    ((Map<?, ?>) fields)
        .forEach((name, value) -> lines.put(name.toString().toLowerCase(Locale.ROOT), "" + value));
    return lines;
  }

  static Stream<Signed> signed() {
    return SIGNED.stream();
  }

  @ParameterizedTest
  @MethodSource("signed")
  void a_request_signed_by_node_is_accepted(Signed request) throws Exception {
    assertThat(request.isAccepted()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("signed")
  void a_request_with_one_covered_component_changed_is_refused(Signed request) {
    assertRefused(request.withMethod("PUT"));
    assertRefused(request.withTarget("keys.example.com", "keys.example.org"));
    assertRefused(request.withTarget(":8443", ":9443"));
    assertRefused(request.withTarget("https:", "http:"));
    assertRefused(request.withTarget("decrypt", "reseal"));
    assertRefused(request.withTarget("trace=1", "trace=2"));
    assertRefused(request.with("content-type", "text/plain"));
    assertRefused(request.with("content-digest", ContentDigest.of(new byte[0])));
    assertRefused(request.withBody(BODY + " "));
  }

  @ParameterizedTest
  @MethodSource("signed")
  void a_request_with_one_parameter_changed_is_refused(Signed request) {
    assertRefused(request.withInput("nonce=\"....", "nonce=\"AAAA"));
    assertRefused(request.withInput("keyid=\"web-1", "keyid=\"web-2"));
    assertRefused(request.withInput("tag=\"kekkai", "tag=\"kekkaj"));
    assertRefused(request.withSecondLess("created"));
    assertRefused(request.withSecondLess("expires"));
    assertRefused(request.withInput(" \"content-type\"", ""));
  }

  private static void assertRefused(Signed changed) {
    assertThat(SIGNED).doesNotContain(changed);
    boolean accepted;
    try {
      accepted = changed.isAccepted();
    } catch (HttpSignatureException e) {
      return;
    }
    assertThat(accepted).isFalse();
  }
}
