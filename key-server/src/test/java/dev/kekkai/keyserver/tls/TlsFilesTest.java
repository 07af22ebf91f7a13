package dev.kekkai.keyserver.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.pin.PinSource;
import dev.kekkai.keyserver.config.TlsSettings;
import dev.kekkai.keyserver.fixture.TestPki;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
  @TempDir Path folder;

  private final TestPki pki = new TestPki("authority");
  private final TestPki.Identity server = pki.server();
  private Path certificate;
  private Path key;
  private Path authority;

  @BeforeEach
  void write() throws Exception {
    certificate = folder.resolve("server.pem");
    key = folder.resolve("server.key");
    authority = folder.resolve("clients.pem");
    server.write(certificate, key);
    pki.writeAuthority(authority);
  }

  private TlsFiles pem() {
    return new TlsFiles(
        new TlsSettings(new TlsSettings.Pem(certificate, key), authority, Duration.ofSeconds(10)));
  }

  private static void assertRefused(TlsFiles files, String... words) {
    assertThatThrownBy(files::read)
        .isInstanceOf(TlsFileException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void pem_files_are_read() throws Exception {
    TlsMaterial material = pem().read();
    assertThat(material.certificate()).isEqualTo(server.certificate());
    assertThat(material.clientCas()).containsExactly(pki.authority());
  }

  @Test
  void a_pkcs12_file_is_read_with_its_password() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "any",
        server.keys().getPrivate(),
        "secret".toCharArray(),
        new Certificate[] {server.certificate()});
    Path file = folder.resolve("server.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "secret".toCharArray());
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Path password = folder.resolve("password");
    Files.writeString(password, "secret\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    TlsFiles files =
        new TlsFiles(
            new TlsSettings(
                new TlsSettings.Pkcs12(file, new PinSource.File(password)),
                authority,
                Duration.ofSeconds(10)));
    assertThat(files.read().certificate()).isEqualTo(server.certificate());
    Files.writeString(password, "wrong");
    assertRefused(files, "server.p12", "PKCS#12", "password");
    Files.delete(password);
    assertRefused(files, "No password", "does not exist");
  }

  @Test
  void a_key_of_another_certificate_is_refused() throws Exception {
    Files.writeString(key, TestPki.pem("PRIVATE KEY", TestPki.ecKeys().getPrivate().getEncoded()));
    assertRefused(pem(), "not the one of the certificate", "CN=server");
  }

  @Test
  void a_key_that_others_can_read_is_refused_with_the_command_that_helps() throws Exception {
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused(pem(), "mode 0644", "chmod 0640 " + key);
  }

  @Test
  void keys_of_other_forms_are_refused_with_the_command_that_helps() throws Exception {
    Files.writeString(key, "-----BEGIN EC PRIVATE KEY-----\nAA==\n-----END EC PRIVATE KEY-----\n");
    assertRefused(pem(), "openssl pkcs8 -topk8 -nocrypt");
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----\n");
    assertRefused(pem(), "server.key");
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertRefused(pem(), "no EC key");
  }

  @Test
  void files_without_certificates_or_that_are_not_there_are_refused() throws Exception {
    Files.writeString(certificate, "");
    assertRefused(pem(), "server.pem", "certificate");
    Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
    assertRefused(pem(), "server.pem", "certificate");
    Files.write(certificate, new byte[300 * 1024]);
    assertRefused(pem(), "longer than");
    Files.delete(authority);
    assertRefused(pem(), "clients.pem", "can't be read");
  }

  @Test
  void a_change_is_seen_a_good_one_taken_and_a_bad_one_left() throws Exception {
    ServerTls tls = new ServerTls(pem());
    tls.factory().start();
    assertThat(tls.reloadIfChanged()).isFalse();
    TestPki.Identity renewed = pki.server();
    renewed.write(certificate, key);
    assertThat(tls.reloadIfChanged()).isTrue();
    assertThat(tls.certificate()).isEqualTo(renewed.certificate());
    Files.writeString(key, "half a key");
    assertThat(tls.reloadIfChanged()).isFalse();
    assertThat(tls.certificate()).isEqualTo(renewed.certificate());
    renewed.write(certificate, key);
    assertThat(tls.reloadIfChanged()).isTrue();
    tls.factory().stop();
  }
}
