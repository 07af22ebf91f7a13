package dev.kekkai.integration.keyserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.client.ClientConfig;
import dev.kekkai.client.Clients;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.testkit.SoftHsmTokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one server knows every other one knows: two processes, one token, one PostgreSQL. */
class TwoServersTest {
  private static final SignatureAlgorithm ED25519 = SignatureAlgorithm.ED25519;
  private static final EncryptionContext CONTEXT = EncryptionContext.of("users", "17");
  private static final Pattern CHAIN = Pattern.compile("\"type\":\"chain\",\"chain\":\"([^\"]+)\"");

  private static final String JSON = "application/json";

  private static Site site;
  private static TestClient shop;
  private static TestClient thief;
  private static TestClient auditor;
  private static ServeProcess one;
  private static ServeProcess two;
  private static String body;

  @BeforeAll
  static void start() throws Exception {
    site = Site.prepare(SoftHsmTokens.create("two-servers"), "two", KekSpec.ec("cards", 256));
    shop = site.client("shop", ED25519);
    thief = site.client("thief", ED25519);
    auditor = site.client("auditor", ED25519);
    String rights =
        "operations: [decrypt]\nkeks: [cards]\ncontexts: all\n"
            + "quotas: {cards: {capacity: 1000, per: 1h}}\n";
    site.register(shop.entry(rights), thief.entry(rights), auditor.entry("operations: [audit]\n"));
    one = ServeProcess.start(site.serverConfig("one"));
    two = ServeProcess.start(site.serverConfig("two"));
    int port = one.awaitPort();
    two.awaitPort();
    try (Clients clients =
        Clients.from(ClientConfig.load(site.clientConfig(shop, ED25519, "1m", port)))) {
      clients.keyServer().refreshKeks();
      String item = clients.sealer().seal("cards", new byte[] {1, 2, 3}, CONTEXT);
      body = "{\"item\": \"" + item + "\", \"context\": [\"users\", \"17\"]}";
    }
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
  }

  private static URI at(ServeProcess server, String path) throws Exception {
    return URI.create("https://localhost:" + server.awaitPort() + path);
  }

  private static RawHttps as(TestClient client) throws Exception {
    return RawHttps.over(site.file("ca.pem"), client.identity(), "TLSv1.3");
  }

  private static Map<String, String> signed(TestClient client, String method, URI target)
      throws Exception {
    if (method.equals("GET")) {
      return client.signer(ED25519).sign(method, target, null, null);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> fields =
        new LinkedHashMap<>(client.signer(ED25519).sign(method, target, JSON, bytes));
    fields.put("content-type", JSON);
    return fields;
  }

  private static String send(TestClient client, ServeProcess to, String method, String path)
      throws Exception {
    URI target = at(to, path);
    byte[] bytes = method.equals("GET") ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    return as(client).send(method, target, path, signed(client, method, target), bytes);
  }

  @Test
  void a_request_that_one_server_answered_is_refused_by_the_other() throws Exception {
    URI target = at(one, "/v1/decrypt");
    Map<String, String> signed = signed(shop, "POST", target);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    RawHttps connection = as(shop);
    String first = connection.send("POST", target, target.getPath(), signed, bytes);
    assertThat(RawHttps.status(first)).as(first).isEqualTo(200);
    String again =
        connection.send(two.awaitPort(), "POST", target, target.getPath(), signed, bytes);
    assertThat(RawHttps.status(again)).as(again).isEqualTo(401);
    Map<String, String> other = signed(shop, "POST", target);
    String elsewhere =
        connection.send(two.awaitPort(), "POST", target, target.getPath(), other, bytes);
    assertThat(RawHttps.status(elsewhere))
        .as("signed for the first, not sent there")
        .isEqualTo(200);
  }

  @Test
  void who_is_suspended_is_refused_by_both() throws Exception {
    assertThat(RawHttps.status(send(thief, one, "POST", "/v1/decrypt"))).isEqualTo(200);
    assertThat(RawHttps.status(send(thief, two, "POST", "/v1/decrypt"))).isEqualTo(200);
    site.suspend("thief");
    for (ServeProcess server : new ServeProcess[] {one, two}) {
      Await.until(
          "the suspension",
          () -> RawHttps.status(send(thief, server, "POST", "/v1/decrypt")) == 403);
    }
    assertThat(RawHttps.status(send(shop, one, "POST", "/v1/decrypt"))).isEqualTo(200);
  }

  @Test
  void the_audit_log_of_both_is_for_the_auditor_alone_at_either() throws Exception {
    assertThat(RawHttps.status(send(shop, one, "POST", "/v1/decrypt"))).isEqualTo(200);
    String chains = send(auditor, two, "GET", "/v1/audit");
    assertThat(RawHttps.status(chains)).as(chains).isEqualTo(200);
    assertThat(chains).contains("\"server\":\"one\"").contains("\"server\":\"two\"");
    StringBuilder entries = new StringBuilder();
    for (Matcher chain = CHAIN.matcher(chains); chain.find(); ) {
      entries.append(send(auditor, two, "GET", "/v1/audit?chain=" + chain.group(1)));
    }
    assertThat(entries).contains("\"client\":\"shop\"").contains("\"outcome\":\"allowed\"");
    assertThat(RawHttps.status(send(shop, two, "GET", "/v1/audit"))).isEqualTo(403);
    assertThat(RawHttps.status(send(auditor, two, "POST", "/v1/decrypt"))).isEqualTo(403);
  }
}
