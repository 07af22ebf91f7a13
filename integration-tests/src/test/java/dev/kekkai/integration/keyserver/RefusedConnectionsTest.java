package dev.kekkai.integration.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.client.ClientConfig;
import dev.kekkai.client.Clients;
import dev.kekkai.client.KeyServerUnavailableException;
import dev.kekkai.client.UnauthenticatedException;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.testkit.SoftHsmTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who does not get as far as being asked what they want. The server lives on, for others. */
class RefusedConnectionsTest {
  private static final EncryptionContext CONTEXT = EncryptionContext.of("users", "17");
  private static final SignatureAlgorithm ED25519 = SignatureAlgorithm.ED25519;

  private static Site site;
  private static TestClient shop;
  private static TestClient other;
  private static LiveServer server;
  private static URI keks;

  @BeforeAll
  static void start() throws Exception {
    site =
        Site.prepare(
            SoftHsmTokens.create("refused-connections"), "refused", KekSpec.ec("cards", 256));
    shop = site.client("shop", ED25519);
    other = site.client("other", ED25519);
    String rights =
        "operations: [decrypt]\nkeks: [cards]\ncontexts: all\n"
            + "quotas: {cards: {capacity: 1000, per: 1h}}\n";
    site.register(shop.entry(rights), other.entry(rights));
    server = LiveServer.start(site, "live");
    keks = URI.create(server.url() + "/v1/keks");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void others_are_served() throws Exception {
    assertThat(get(site.file("ca.pem"), shop.identity(), "TLSv1.3")).startsWith("HTTP/1.1 200 ");
  }

  private static String get(Path ca, TestCa.Identity identity, String... protocols)
      throws Exception {
    return RawHttps.over(ca, identity, protocols)
        .send("GET", keks, keks.getPath(), Map.of(), new byte[0]);
  }

  @Test
  void tls_below_1_3_is_refused() {
    assertThatThrownBy(() -> get(site.file("ca.pem"), shop.identity(), "TLSv1.2"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("protocol_version");
  }

  @Test
  void a_client_without_a_certificate_is_refused() {
    assertThatThrownBy(() -> get(site.file("ca.pem"), null, "TLSv1.3"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_certificate_of_another_authority_is_refused() throws Exception {
    TestCa elsewhere = new TestCa("Test CA");
    TestCa.Identity forged = elsewhere.issue("shop", Files.createDirectory(site.file("forged")));
    assertThatThrownBy(() -> get(site.file("ca.pem"), forged, "TLSv1.3"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_server_of_another_authority_is_not_believed() throws Exception {
    TestCa elsewhere = new TestCa("Test CA");
    Path root = elsewhere.writeRoot(site.file("other-ca.pem"));
    assertThatThrownBy(() -> get(root, shop.identity(), "TLSv1.3"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("PKIX path");
  }

  /** The thief has the key that signs, and a certificate of the same authority. */
  @Test
  void the_certificate_of_another_client_does_not_go_with_a_signing_key() throws Exception {
    Path config = site.clientConfig(shop, ED25519, "1m", server.port());
    String item;
    try (Clients clients = Clients.from(ClientConfig.load(config))) {
      clients.keyServer().refreshKeks();
      item = clients.sealer().seal("cards", new byte[] {1, 2, 3}, CONTEXT);
      assertThat(clients.keyServer().open(item, CONTEXT)).containsExactly(1, 2, 3);
    }
    Path stolen = site.clientConfig(shop.with(other.identity()), ED25519, "1m", server.port());
    try (Clients clients = Clients.from(ClientConfig.load(stolen))) {
      assertThatThrownBy(() -> clients.keyServer().open(item, CONTEXT))
          .isInstanceOf(UnauthenticatedException.class);
    }
  }

  @Test
  void kekkais_own_client_says_so_when_its_certificate_is_not_taken() throws Exception {
    TestCa elsewhere = new TestCa("Test CA");
    Path folder = Files.createDirectory(site.file("elsewhere"));
    TestClient forged = shop.with(elsewhere.issue("shop", folder));
    Path config = site.clientConfig(forged, ED25519, "5s", server.port());
    try (Clients clients = Clients.from(ClientConfig.load(config))) {
      assertThatThrownBy(() -> clients.keyServer().refreshKeks())
          .isInstanceOf(KeyServerUnavailableException.class);
    }
  }
}
