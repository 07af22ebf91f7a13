package dev.kekkai.client;

import static dev.kekkai.client.TestNet.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.client.FakeKeyServer.Reply;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.kekset.SealKeyFile;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientsTest {

  private static final EncryptionContext CONTEXT = EncryptionContext.of("users", "17");

  @TempDir Path folder;

  private final TestKeks keks;

  ClientsTest() throws Exception {
    keks = new TestKeks();
  }

  @Test
  void a_configuration_seals_and_opens_with_files_only() throws Exception {
    writeFiles();
    String set = keks.signed(1, 1);
    ONE.answer(
        request ->
            request.method().equals("GET")
                ? new Reply(
                    200,
                    Map.of("content-type", "application/jose"),
                    set.getBytes(StandardCharsets.US_ASCII))
                : KeyServerClientTest.opened(new byte[] {42}, false));
    try (Clients clients = Clients.from(config(pem()))) {
      clients.keyServer().refreshKeks();
      String item = clients.sealer().seal("payments", new byte[] {42}, CONTEXT);
      assertThat(TestKeks.open(item, CONTEXT)).containsExactly(42);
      assertThat(clients.keyServer().open(item, CONTEXT)).containsExactly(42);
      assertThat(clients.keyServer()).isSameAs(clients.keyServer());
    }
    assertThat(ONE.seen().get(0).client().getSubjectX500Principal().getName())
        .isEqualTo("CN=app-9");
    assertThat(folder.resolve("keks.jws")).hasContent(set);
  }

  @Test
  void the_kek_set_is_refreshed_in_the_background() throws Exception {
    writeFiles();
    String set = keks.signed(1, 1);
    ONE.answer(
        new Reply(
            200,
            Map.of("content-type", "application/jose"),
            set.getBytes(StandardCharsets.US_ASCII)));
    try (Clients clients = Clients.from(config(pem()))) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (clients.keks().held().isEmpty() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
      assertThat(clients.keks().held()).isPresent();
    }
  }

  @Test
  void a_pkcs_12_file_with_its_password_does_as_well() throws Exception {
    writeFiles();
    ONE.answer(KeyServerClientTest.opened(new byte[] {42}, false));
    try (Clients clients =
        Clients.from(config("keystore = app.p12\nkeystore.password = file:pw\n"))) {
      assertThat(clients.keyServer().open("a.b", CONTEXT)).containsExactly(42);
    }
  }

  @Test
  void sealing_needs_neither_private_keys_nor_a_server() throws Exception {
    writeFiles();
    Files.writeString(folder.resolve("keks.jws"), keks.signed(1, 2));
    ClientConfig config = config(pem());
    Files.delete(folder.resolve("k.pem"));
    Files.delete(folder.resolve("s.pem"));
    ONE.answer(Reply.problem(500));

    try (Clients clients = Clients.forSealing(config)) {
      String item = clients.sealer().seal("payments", new byte[] {42}, CONTEXT);
      assertThat(TestKeks.open(item, CONTEXT)).containsExactly(42);
      assertThatThrownBy(clients::keyServer)
          .isInstanceOf(ClientConfigException.class)
          .hasMessageContaining("urls: missing, opening needs them");
    }
    assertThat(ONE.seen()).isEmpty();
  }

  @Test
  void a_refresh_replaces_a_kek_set_file_that_is_not_fit() throws Exception {
    writeFiles();
    String set = keks.signed(1, 1);
    ONE.answer(
        request ->
            request.method().equals("GET")
                ? new Reply(
                    200,
                    Map.of("content-type", "application/jose"),
                    set.getBytes(StandardCharsets.US_ASCII))
                : KeyServerClientTest.opened(new byte[] {42}, false));
    Path file = folder.resolve("keks.jws");
    for (String unfit : List.of("no JWS", new TestKeks().signed(9, 1))) {
      Files.writeString(file, unfit);
      ClientConfig config = config(pem() + "kek-set.refresh = never\n");
      try (CapturedLog log = new CapturedLog();
          Clients clients = Clients.from(config)) {
        assertThat(log.warnings()).hasSize(1);
        assertThat(log.warnings().get(0))
            .startsWith("In " + file + ": The KEK set is not taken: ")
            .endsWith(
                "; there is no KEK set until the next refresh from a key server, which replaces"
                    + " the file");
        assertThat(clients.keyServer().open("a.b", CONTEXT)).containsExactly(42);
        assertThatThrownBy(clients.keks()::current).isInstanceOf(KekUnavailableException.class);
        clients.keyServer().refreshKeks();
        assertThat(clients.keks().current().version()).isEqualTo(1);
      }
      assertThat(file).hasContent(set);
    }
  }

  @Test
  void sealing_alone_says_what_to_do_with_a_kek_set_file_that_is_not_fit() throws Exception {
    writeFiles();
    Path file = Files.writeString(folder.resolve("keks.jws"), "no JWS");
    Path offline = folder.resolve("offline.properties");
    Files.writeString(offline, "seal-key = seal.pem\nkek-set = keks.jws\n");

    for (ClientConfig config : List.of(config(pem()), ClientConfig.load(offline))) {
      assertThatThrownBy(() -> Clients.forSealing(config))
          .isInstanceOf(ClientConfigException.class)
          .hasMessageContaining("  - kek-set: In " + file + ": The KEK set is not taken: ")
          .hasMessageContaining(". Remove the file, or put a newly signed set in its place");
    }
    ClientConfig offlineOnly = ClientConfig.load(offline);
    assertThatThrownBy(() -> Clients.from(offlineOnly)).hasMessageContaining("Remove the file");
  }

  @Test
  void files_that_are_not_fit_are_named_all_at_once() throws Exception {
    writeFiles();
    ClientConfig config = config(pem());
    Files.writeString(folder.resolve("seal.pem"), "no key");
    Files.writeString(folder.resolve("ca.pem"), "no certificate");
    TestCa.writeKey(folder.resolve("s.pem"), TestCa.keys("EC", 384).getPrivate());

    assertThatThrownBy(() -> Clients.from(config))
        .isInstanceOf(ClientConfigException.class)
        .hasMessageStartingWith(config.source() + ": 3 problems")
        .hasMessageContaining("  - seal-key: ")
        .hasMessageContaining("  - certificate, key, ca: " + folder.resolve("ca.pem"))
        .hasMessageContaining("  - signing-key: ");

    Files.delete(folder.resolve("s.pem"));
    assertThatThrownBy(() -> Clients.from(config))
        .hasMessageContaining("  - signing-key: there is no file " + folder.resolve("s.pem"));
  }

  @Test
  void a_client_that_only_opens_has_no_sealer() throws Exception {
    writeFiles();
    Path file = folder.resolve("open.properties");
    Files.writeString(file, pem() + "urls = " + ONE.url() + "\n" + common());
    try (Clients clients = Clients.from(ClientConfig.load(file))) {
      assertThatThrownBy(clients::sealer)
          .isInstanceOf(ClientConfigException.class)
          .hasMessageContaining("seal-key: missing, sealing needs it");
    }
  }

  private static String pem() {
    return "certificate = c.pem\nkey = k.pem\n";
  }

  private static String common() {
    return "ca = ca.pem\nkey-id = app-9\nsigning-key = s.pem\ncache.age = 1s\n";
  }

  private ClientConfig config(String identity) throws Exception {
    Path file = folder.resolve("kekkai-client.properties");
    Files.writeString(
        file,
        identity
            + common()
            + "urls = "
            + ONE.url()
            + "\nseal-key = seal.pem\nkek-set = keks.jws\n");
    return ClientConfig.load(file);
  }

  private void writeFiles() throws Exception {
    SealKeyFile.write(folder.resolve("seal.pem"), keks.pinned());
    TestCa.Issued issued = TestNet.CA.client("app-9");
    TestCa.writeCertificate(folder.resolve("c.pem"), issued.certificate());
    TestCa.writeKey(folder.resolve("k.pem"), issued.key());
    TestCa.writeCertificate(folder.resolve("ca.pem"), TestNet.CA.certificate());
    TestCa.writeKey(folder.resolve("s.pem"), TestCa.ecKeys().getPrivate());
    KeyStore store = issued.keyStore();
    try (OutputStream out = Files.newOutputStream(folder.resolve("app.p12"))) {
      store.store(out, TestCa.PASSWORD);
    }
    TestCa.ownerOnly(folder.resolve("app.p12"));
    Files.writeString(folder.resolve("pw"), new String(TestCa.PASSWORD) + "\n");
    TestCa.ownerOnly(folder.resolve("pw"));
  }
}
