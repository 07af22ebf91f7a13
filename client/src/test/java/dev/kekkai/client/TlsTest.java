package dev.kekkai.client;

import static dev.kekkai.client.TestNet.CA;
import static dev.kekkai.client.TestNet.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.client.FakeKeyServer.Reply;
import dev.kekkai.formats.EncryptionContext;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsTest {

  private static final EncryptionContext CONTEXT = EncryptionContext.empty();
  private static final Reply OK = KeyServerClientTest.opened(new byte[] {1}, false);

  @TempDir Path folder;

  @Test
  void a_server_of_another_authority_is_refused_at_once() throws Exception {
    TestCa other = new TestCa("other CA");
    try (FakeKeyServer server = new FakeKeyServer(other.server("localhost"), CA, "TLSv1.3")) {
      assertRefused(server, TestNet.TLS, "PKIX path building failed");
    }
  }

  @Test
  void a_server_of_another_name_is_refused_at_once() throws Exception {
    try (FakeKeyServer server = new FakeKeyServer(CA.server("elsewhere"), CA, "TLSv1.3")) {
      assertRefused(server, TestNet.TLS, "No subject alternative DNS name matching localhost");
    }
  }

  @Test
  void a_server_below_tls_1_3_is_refused_at_once() throws Exception {
    try (FakeKeyServer server = new FakeKeyServer(CA.server("localhost"), CA, "TLSv1.2")) {
      assertRefused(server, TestNet.TLS, "Received fatal alert: protocol_version");
    }
  }

  @Test
  void tls_1_3_is_spoken_whatever_the_context_says() throws Exception {
    SSLContext old = SSLContext.getInstance("TLSv1.2");
    old.init(null, null, null);
    ONE.answer(OK);
    try (KeyServerClient client =
        TestNet.client().tls(old).deadline(Duration.ofMillis(300)).build()) {
      assertThatThrownBy(() -> client.open("a.b", CONTEXT))
          .isInstanceOf(KeyServerUnavailableException.class);
    }
    assertThat(ONE.seen()).isEmpty();
  }

  @Test
  void a_client_that_the_server_does_not_trust_hears_of_it() throws Exception {
    TestCa other = new TestCa("other CA");
    // In TLS 1.3 the alert comes after the handshake, and the end of the connection may overtake
    // it.
    int atMost = 20;
    assertRefused(ONE, TestNet.tls(other.client("app-1"), CA), "Received fatal alert", atMost);
    assertThat(ONE.seen()).isEmpty();
  }

  @Test
  void a_server_that_is_not_trusted_does_not_keep_others_from_being_asked() throws Exception {
    TestCa other = new TestCa("other CA");
    ONE.answer(OK);
    try (FakeKeyServer server = new FakeKeyServer(other.server("localhost"), CA, "TLSv1.3");
        KeyServerClient client = TestNet.client(server, ONE).build()) {
      assertThat(client.open("a.b", CONTEXT)).containsExactly(1);
      assertThat(server.seen()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"EC,256", "EC,384", "Ed25519,0", "RSA,2048"})
  void pem_files_of_every_kind_of_key_are_taken(String algorithm, int bits) throws Exception {
    KeyPair pair = TestCa.keys(algorithm, bits);
    ONE.answer(OK);
    try (KeyServerClient client =
        TestNet.client().tls(TestNet.tls(CA.client("app-2", pair), CA)).build()) {
      client.open("a.b", CONTEXT);
    }

    assertThat(ONE.seen().get(0).client().getPublicKey()).isEqualTo(pair.getPublic());
  }

  @Test
  void a_pkcs_12_file_is_taken() throws Exception {
    Path store = store(CA.client("app-3").keyStore());
    ONE.answer(OK);
    try (KeyServerClient client =
        TestNet.client().tls(ClientTls.fromPkcs12(store, TestCa.PASSWORD, ca())).build()) {
      client.open("a.b", CONTEXT);
    }

    assertThat(ONE.seen().get(0).client().getSubjectX500Principal().getName())
        .isEqualTo("CN=app-3");
  }

  @Test
  void a_pkcs_12_file_that_is_not_fit_is_refused_with_a_reason() throws Exception {
    KeyStore two = CA.client("app").keyStore();
    TestCa.Issued more = CA.client("more");
    two.setKeyEntry(
        "more",
        more.key(),
        TestCa.PASSWORD,
        new java.security.cert.Certificate[] {more.certificate()});
    Path store = store(two);
    assertThatThrownBy(() -> ClientTls.fromPkcs12(store, TestCa.PASSWORD, ca()))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessage(store + " must hold one key, not 2");
    assertThatThrownBy(() -> ClientTls.fromPkcs12(store, "wrong".toCharArray(), ca()))
        .isInstanceOf(IOException.class)
        .hasMessage(store + " is no PKCS#12 file, or its password is another one");
    Path none = store(CA.trustStore());
    assertThatThrownBy(() -> ClientTls.fromPkcs12(none, TestCa.PASSWORD, ca()))
        .hasMessageEndingWith("must hold one key, not 0");
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> ClientTls.fromPkcs12(store, TestCa.PASSWORD, ca()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has mode rw-r--r--")
        .hasMessageContaining("chmod 600 " + store);
  }

  @Test
  void pem_files_that_are_not_fit_are_refused_with_a_reason() throws Exception {
    TestCa.Issued issued = CA.client("app");
    Path certificate = TestCa.writeCertificate(folder.resolve("c.pem"), issued.certificate());
    Path key = TestCa.writeKey(folder.resolve("k.pem"), issued.key());
    Path other = TestCa.writeKey(folder.resolve("o.pem"), CA.client("other").key());
    Path rsa = TestCa.writeKey(folder.resolve("r.pem"), TestCa.keys("RSA", 2048).getPrivate());

    for (Path each : new Path[] {other, rsa}) {
      assertThatThrownBy(() -> ClientTls.fromPem(certificate, each, ca()))
          .isInstanceOf(InvalidKeyException.class)
          .hasMessage(each + " and " + certificate + " don't belong together");
    }
    assertThatThrownBy(() -> ClientTls.fromPem(key, key, ca()))
        .isInstanceOf(CertificateException.class);
    assertThatThrownBy(() -> ClientTls.fromPem(certificate, certificate, ca()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("open to more than its owner needs");
    assertThatThrownBy(
            () -> ClientTls.fromPem(certificate, TestCa.ownerOnly(copy(certificate)), ca()))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageEndingWith("holds no private key in PEM");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "\n");
    assertThatThrownBy(() -> ClientTls.fromPem(empty, key, ca()))
        .isInstanceOf(CertificateException.class)
        .hasMessage(empty + " must hold certificates in PEM, one or several");
    assertThatThrownBy(() -> ClientTls.fromPem(certificate, key, empty))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void private_keys_that_are_not_pkcs_8_are_refused_with_what_to_do() throws Exception {
    for (String label : new String[] {"EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
      Path file = TestCa.ownerOnly(TestCa.writePem(folder.resolve("k.pem"), label, new byte[40]));
      assertThatThrownBy(() -> SigningKeyFile.read("id", file))
          .isInstanceOf(InvalidKeyException.class)
          .hasMessageContaining("openssl pkcs8 -topk8 -nodes -in " + file);
    }
    Path nonsense =
        TestCa.ownerOnly(TestCa.writePem(folder.resolve("n.pem"), "PRIVATE KEY", new byte[40]));
    assertThatThrownBy(() -> SigningKeyFile.read("id", nonsense))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("holds no key that Java knows");
    Path twice = folder.resolve("t.pem");
    Files.writeString(twice, Files.readString(nonsense) + Files.readString(nonsense));
    assertThatThrownBy(() -> SigningKeyFile.read("id", TestCa.ownerOnly(twice)))
        .hasMessageContaining("more than one private key");
    Path long64 = folder.resolve("l.pem");
    Files.write(long64, new byte[64 * 1024 + 1]);
    assertThatThrownBy(() -> SigningKeyFile.read("id", TestCa.ownerOnly(long64)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than");
  }

  @ParameterizedTest
  @CsvSource({
    "Ed25519,0,ED25519",
    "EC,256,ECDSA_P256_SHA256",
    "RSA,2048,RSA_PSS_SHA512",
    "RSASSA-PSS,2048,RSA_PSS_SHA512",
  })
  void the_algorithm_follows_from_the_signing_key(String kind, int bits, String algorithm)
      throws Exception {
    Path file = TestCa.writeKey(folder.resolve("s.pem"), TestCa.keys(kind, bits).getPrivate());

    assertThat(SigningKeyFile.read("id", file).algorithm().name()).isEqualTo(algorithm);
  }

  @Test
  void a_signing_key_on_another_curve_is_refused() throws Exception {
    Path file = TestCa.writeKey(folder.resolve("s.pem"), TestCa.keys("EC", 384).getPrivate());

    assertThatThrownBy(() -> SigningKeyFile.read("id", file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("P-256");
  }

  private static void assertRefused(FakeKeyServer server, SSLContext tls, String why) {
    assertRefused(server, tls, why, 1);
  }

  private static void assertRefused(
      FakeKeyServer server, SSLContext tls, String why, int mostAttempts) {
    server.answer(OK);
    AtomicInteger attempts = new AtomicInteger();
    URI url = server.url();
    try (KeyServerClient client =
        KeyServerClient.builder()
            .url(url)
            .tls(tls)
            .signingKey(TestNet.SIGNING.signing())
            .deadline(Duration.ofMinutes(1)) // not waited for
            .attemptTimeout(Duration.ofSeconds(5))
            .listener((ignored, status, took) -> attempts.incrementAndGet())
            .build()) {
      assertThatThrownBy(() -> client.open("a.b", CONTEXT))
          .isInstanceOf(KeyServerUnavailableException.class)
          .hasMessageStartingWith("No key server did it: " + url + ": TLS: ")
          .hasMessageContaining(why);
      assertThat(attempts).hasValueBetween(1, mostAttempts);
    }
  }

  private Path ca() throws Exception {
    return TestCa.writeCertificate(folder.resolve("ca.pem"), CA.certificate());
  }

  private Path copy(Path file) throws Exception {
    return Files.copy(file, folder.resolve("copy.pem"));
  }

  private Path store(KeyStore keys) throws Exception {
    Path file = folder.resolve("store.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      keys.store(out, TestCa.PASSWORD);
    }
    return TestCa.ownerOnly(file);
  }
}
