package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/** What is written once, before the servers start: certificates, keys, configurations. */
final class ServerFiles {
  private final ServersFolder folder;
  private final Ports ports;

  ServerFiles(ServersFolder folder, Ports ports) {
    this.folder = folder;
    this.ports = ports;
  }

  void write(Path module, String token) throws GeneralSecurityException, IOException {
    Certificates certificates = new Certificates();
    for (String place : new String[] {"key-server", "application", "auditor"}) {
      PrivateFiles.folder(folder.path().resolve(place));
    }
    certificates.writeRoot(folder.keyServer("ca.pem"));
    certificates.writeRoot(folder.application("ca.pem"));
    certificates.write(
        "localhost", true, folder.keyServer("certificate.pem"), folder.keyServer("key.pem"));
    X509Certificate application =
        certificates.write(
            "shop", false, folder.application("certificate.pem"), folder.application("key.pem"));
    KeyPair signing = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Certificates.writeKey(signing.getPrivate(), folder.application("signing-key.pem"));
    PrivateFiles.write(folder.keyServer("kekkai.properties"), token(module, token));
    PrivateFiles.write(folder.keyServer("database.password"), new String(PrivateFiles.randomPin()));
    PrivateFiles.write(folder.keyServer("key-server.yaml"), server());
    PrivateFiles.write(
        folder.keyServer("clients.yaml"),
        clients(application, Certificates.pem(signing.getPublic())));
    PrivateFiles.write(folder.application("kekkai-client.properties"), client());
  }

  private static String token(Path module, String token) {
    return String.format(
        Locale.ROOT,
        """
        module = %s
        token = %s
        pin = file:token.pin
        bulk = software
        environment = development
        state.dir = state
        """,
        module,
        token);
  }

  private String server() {
    return String.format(
        Locale.ROOT,
        """
        name: key-server-1
        environment: development
        kekkai: kekkai.properties
        listen: 127.0.0.1:%d
        management: 127.0.0.1:%d
        seal-key: audit-seal
        catalogue-seal-key: keks-seal
        keks: [cards]
        keks-look: 200ms
        tls:
          certificate: certificate.pem
          key: key.pem
          client-ca: ca.pem
        database:
          url: %s
          user: kekkai
          password: file:database.password
        audit:
          witness: ["file:%s"]
        alarms:
          period: 1s
          factor: "3"
          floor: 20
          learning: 1
          suspend: [rate]
        """,
        ports.service(),
        ports.management(),
        databaseUrl(),
        folder.auditor("witness"));
  }

  String databaseUrl() {
    return "jdbc:h2:tcp://127.0.0.1:" + ports.database() + "/./audit;MODE=PostgreSQL;WRITE_DELAY=0";
  }

  private static String clients(X509Certificate certificate, String signingKey)
      throws GeneralSecurityException {
    return String.format(
        Locale.ROOT,
        """
        format: 1
        clients:
          - id: shop
            certificates: ["%s"]
            keys:
              - id: shop-2026
                algorithm: ed25519
                public-key: |
        %s
            operations: [decrypt, reseal]
            keks: [cards]
            contexts: [[orders, card]]
            quotas:
              cards: {capacity: 10000, per: 1h}
        """,
        fingerprint(certificate),
        signingKey.strip().indent(10).stripTrailing());
  }

  private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
  }

  private String client() {
    return String.format(
        Locale.ROOT,
        """
        urls = https://localhost:%d
        certificate = certificate.pem
        key = key.pem
        ca = ca.pem
        key-id = shop-2026
        signing-key = signing-key.pem
        seal-key = keks-seal.pem
        kek-set = keks.jws
        kek-set.refresh = never
        """,
        ports.service());
  }
}
