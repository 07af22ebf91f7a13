package dev.kekkai.integration.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONArrayUtils;
import dev.kekkai.formats.httpsig.RequestSigner;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.httpsig.SignaturePolicy;
import dev.kekkai.formats.httpsig.SigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Kekkai signs is verified by an implementation of RFC 9421 from npm, and no changed one. */
class RequestVerifiedByNodeTest {

  private static final URI TARGET = URI.create("https://KEYS.example.com:8443/v1/decrypt?trace=1");
  private static final String BODY = "{\"item\":\"...\",\"context\":[\"users\",\"\u7d50\u754c\"]}";

  private static Map<String, Object> signed(SignatureAlgorithm algorithm, KeyPair pair)
      throws Exception {
    RequestSigner signer =
        new RequestSigner(
            new SigningKey("web-1", pair.getPrivate(), algorithm),
            SignaturePolicy.TAG,
            Duration.ofSeconds(60),
            Clock.systemUTC());
    Map<String, String> headers = new HashMap<>(Map.of("content-type", "application/json"));
    headers.putAll(
        signer.sign("POST", TARGET, "application/json", BODY.getBytes(StandardCharsets.UTF_8)));
    return Map.of(
        "algorithm",
        algorithm.id(),
        "publicKey",
        InteropKeys.pem(pair.getPublic()),
        "method",
        "POST",
        "url",
        TARGET.toString(),
        "headers",
        headers,
        "body",
        BODY);
  }

  private static Map<String, Object> with(Map<String, Object> request, String key, Object value) {
    Map<String, Object> changed = new HashMap<>(request);
    changed.put(key, value);
    return changed;
  }

  @Test
  void a_request_signed_here_is_verified_by_node_and_a_changed_one_is_not() throws Exception {
    List<Object> requests = new ArrayList<>();
    List<Object> expected = new ArrayList<>();
    for (Map.Entry<SignatureAlgorithm, KeyPair> key : InteropKeys.generate().entrySet()) {
      Map<String, Object> request = signed(key.getKey(), key.getValue());
      requests.add(request);
      expected.add(true);
      requests.add(with(request, "method", "PUT"));
      expected.add(false);
      requests.add(with(request, "url", TARGET.toString().replace("trace=1", "trace=2")));
      expected.add(false);
    }

    String answers = NodeScript.run("verify-request.mjs", JSONArrayUtils.toJSONString(requests));

    assertThat(JSONArrayUtils.parse(answers)).isEqualTo(expected);
  }
}
