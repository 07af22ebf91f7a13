package dev.kekkai.integration.keyserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONArrayUtils;
import dev.kekkai.client.ClientConfig;
import dev.kekkai.client.Clients;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.integration.node.NodeScript;
import dev.kekkai.integration.node.WithoutKekkaiPage;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A live key server, its KEKs in the token, and clients that have nothing of Kekkai: Node's jose
 * seals, two packages of npm sign by RFC 9421.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.kekkai.testkit.Tokens#all")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeOnALiveServerTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final EncryptionContext CONTEXT =
      EncryptionContext.of("users", "otp \u7d50\u754c", "17");
  private static final String VALUE = "JBSWY3DPEHPK3PXP";
  private static final List<String> PACKAGES =
      List.of("http-message-signatures", "http-message-sig");

  /** Which of the signed requests are changed as well: each package and each algorithm. */
  private static final List<Integer> CHANGED = List.of(0, 4, 2);

  @Parameter private TestToken token;
  private final List<String> keks = new ArrayList<>();
  private Site site;
  private TestClient shop;
  private LiveServer server;
  private RawHttps https;

  @BeforeParameterizedClassInvocation(injectArguments = false)
  void start() throws Exception {
    keks.clear();
    List<KekSpec> specs = specs();
    specs.forEach(spec -> keks.add(spec.name()));
    site = Site.prepare(token, "node-" + token.name(), specs.toArray(KekSpec[]::new));
    shop = site.client("shop", SignatureAlgorithm.values());
    StringBuilder quotas = new StringBuilder();
    keks.forEach(kek -> quotas.append("  " + kek + ": {capacity: 1000, per: 1h}\n"));
    site.register(
        shop.entry(
            "operations: [decrypt]\nkeks: ["
                + String.join(", ", keks)
                + "]\ncontexts: [[users]]\nquotas:\n"
                + quotas));
    server = LiveServer.start(site, "live");
    https = RawHttps.over(site.file("ca.pem"), shop.identity(), "TLSv1.3");
  }

  /** RSA-OAEP-256 where the token can, ECDH-ES+A256KW on both curves. */
  private List<KekSpec> specs() throws Exception {
    List<KekSpec> specs = new ArrayList<>();
    int number = NAMES.incrementAndGet();
    try (KekkaiProvider provider = token.provider()) {
      if (provider.source().get().profile().oaep().hashes().contains("SHA-256")) {
        specs.add(KekSpec.rsa("node-rsa-" + number, 3072));
      }
    }
    specs.add(KekSpec.ec("node-p256-" + number, 256));
    specs.add(KekSpec.ec("node-p521-" + number, 521));
    return specs;
  }

  @AfterParameterizedClassInvocation(injectArguments = false)
  void stop() {
    server.close();
  }

  @Test
  void what_node_seals_with_jose_the_server_opens_on_a_request_that_node_signs() throws Exception {
    List<Object> tasks = new ArrayList<>();
    for (String kek : keks) {
      tasks.add(task(kek, CONTEXT.parts()));
    }
    tasks.add(task(keks.get(0), List.of("users", "otp", "18")));

    List<Object> results = WithoutKekkaiPage.run(site.file("."), CALLER, tasks);

    List<Object> expected = new ArrayList<>();
    keks.forEach(kek -> expected.add(VALUE));
    expected.add("error: 422 urn:kekkai:problem:not-opened");
    assertThat(results).isEqualTo(expected);
  }

  private static final String CALLER =
      """
      import { request } from 'node:https';
      import { text } from 'node:stream/consumers';
      import { kekSet, open, seal } from './kekkai.mjs';

      async function published({ server, client }) {
        const { cert, key, ca } = client;
        const response = await new Promise((resolve, reject) => {
          request(`${server}/v1/keks`, { cert, key, ca }, resolve).on('error', reject).end();
        });
        return text(response);
      }

      async function run(task) {
        const set = await kekSet(await published(task), task.sealKey);
        const item = await seal(set, task.kek, Buffer.from(task.value), task.sealed);
        return (await open(task.server, item, task.asked, task.client)).toString();
      }

      const results = [];
      for (const task of JSON.parse(await text(process.stdin))) {
        results.push(await run(task).catch((error) => `error: ${error.message}`));
      }
      process.stdout.write(JSON.stringify(results));
      """;

  private Map<String, Object> task(String kek, List<String> asked) throws Exception {
    SignatureAlgorithm algorithm = SignatureAlgorithm.ED25519;
    Map<String, String> client =
        Map.of(
            "keyId", shop.keyId(algorithm),
            "privateKey", Files.readString(shop.signingKey(algorithm)),
            "cert", Files.readString(shop.identity().certificate()),
            "key", Files.readString(shop.identity().key()),
            "ca", Files.readString(site.file("ca.pem")));
    return Map.of(
        "server", server.url(),
        "sealKey", Files.readString(site.keksSealKey()),
        "kek", kek,
        "value", VALUE,
        "sealed", CONTEXT.parts(),
        "asked", asked,
        "client", client);
  }

  @Test
  void a_request_signed_by_node_is_accepted_and_none_with_a_covered_component_changed()
      throws Exception {
    List<Signed> requests = signed(sealed());
    for (int i : CHANGED) {
      for (Signed changed : requests.get(i).changed(shop.keyId(other(requests.get(i))))) {
        assertThat(changed).isNotEqualTo(requests.get(i));
        assertThat(RawHttps.status(send(changed))).as(changed.what()).isEqualTo(changed.status());
      }
    }
    for (Signed request : requests) {
      assertThat(send(request))
          .as(request.what())
          .startsWith("HTTP/1.1 200 ")
          .contains(Base64.getUrlEncoder().withoutPadding().encodeToString(VALUE.getBytes()));
      assertThat(RawHttps.status(send(request))).as("sent again").isEqualTo(401);
    }
  }

  private String sealed() throws Exception {
    Path config = site.clientConfig(shop, SignatureAlgorithm.ED25519, "1m", server.port());
    try (Clients clients = Clients.from(ClientConfig.load(config))) {
      clients.keyServer().refreshKeks();
      return clients.sealer().seal(keks.get(0), VALUE.getBytes(), CONTEXT);
    }
  }

  private static SignatureAlgorithm other(Signed request) {
    return request.what().endsWith(SignatureAlgorithm.ED25519.id())
        ? SignatureAlgorithm.ECDSA_P256_SHA256
        : SignatureAlgorithm.ED25519;
  }

  private List<Signed> signed(String item) throws Exception {
    String body =
        JSONArrayUtils.toJSONString(List.of(Map.of("item", item, "context", CONTEXT.parts())));
    body = body.substring(1, body.length() - 1);
    URI url = URI.create(server.url() + "/v1/decrypt?trace=1");
    List<Object> requests = new ArrayList<>();
    List<String> what = new ArrayList<>();
    for (String by : PACKAGES) {
      for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
        requests.add(
            Map.of(
                "package", by,
                "algorithm", algorithm.id(),
                "keyId", shop.keyId(algorithm),
                "privateKey", Files.readString(shop.signingKey(algorithm)),
                "url", url.toString(),
                "body", body));
        what.add(by + ", " + algorithm.id());
      }
    }
    List<Object> answers =
        JSONArrayUtils.parse(
            NodeScript.run("sign-request.mjs", JSONArrayUtils.toJSONString(requests)));
    List<Signed> signed = new ArrayList<>();
    for (Object answer : answers) {
      Map<String, String> fields = new LinkedHashMap<>();
      ((Map<?, ?>) answer)
          .forEach((k, v) -> fields.put(k.toString().toLowerCase(Locale.ROOT), v.toString()));
      signed.add(Signed.post(what.get(signed.size()), url, fields, body));
    }
    return signed;
  }

  private String send(Signed request) throws Exception {
    String target = request.target().getRawPath() + "?" + request.target().getRawQuery();
    return https.send(
        request.method(),
        request.target(),
        target,
        request.fields(),
        request.body().getBytes(StandardCharsets.UTF_8));
  }
}
