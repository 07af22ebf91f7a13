package dev.kekkai.client;

import dev.kekkai.client.FakeKeyServer.SigningKeys;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.httpsig.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import javax.net.ssl.SSLContext;

/** What all tests over the network share: an authority, two servers, one client's keys. */
final class TestNet {

  static final TestCa CA;
  static final SSLContext TLS;
  static final SigningKeys SIGNING;
  static final FakeKeyServer ONE;
  static final FakeKeyServer TWO;

  /** A client of the first server, for all tests that need nothing special. */
  static final KeyServerClient CLIENT;

  static {
    try {
      CA = new TestCa("test CA");
      TLS = tls(CA.client("app-1"), CA);
      KeyPair pair = TestCa.keys("Ed25519", 0);
      SIGNING =
          new SigningKeys(
              new SigningKey("app-1", pair.getPrivate(), SignatureAlgorithm.ED25519),
              pair.getPublic());
      ONE = new FakeKeyServer(CA.server("localhost"), CA, "TLSv1.3");
      TWO = new FakeKeyServer(CA.server("localhost"), CA, "TLSv1.3");
      CLIENT = client().build();
    } catch (Exception e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private TestNet() {}

  /** A client of the first server. */
  static KeyServerClientBuilder client() {
    return client(ONE);
  }

  static KeyServerClientBuilder client(FakeKeyServer... servers) {
    KeyServerClientBuilder builder =
        KeyServerClient.builder().tls(TLS).signingKey(SIGNING.signing());
    for (FakeKeyServer server : servers) {
      builder.url(server.url());
    }
    return builder;
  }

  static SSLContext tls(TestCa.Issued client, TestCa trusted) throws Exception {
    Path folder = Files.createTempDirectory("kekkai-client-test");
    Path certificate = TestCa.writeCertificate(folder.resolve("c.pem"), client.certificate());
    Path key = TestCa.writeKey(folder.resolve("k.pem"), client.key());
    Path ca = TestCa.writeCertificate(folder.resolve("ca.pem"), trusted.certificate());
    try {
      return ClientTls.fromPem(certificate, key, ca);
    } finally {
      Files.delete(certificate);
      Files.delete(key);
      Files.delete(ca);
      Files.delete(folder);
    }
  }
}
