package dev.kekkai.benchmarks.server;

import dev.kekkai.cli.PrivateFiles;
import dev.kekkai.cli.demo.servers.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What one key server and its one client read, in a folder of their own. */
record ServerFiles(Path folder) {
  /** Names of the keys that sign. */
  static final String AUDIT_SEAL = "audit-seal";

  static final String KEKS_SEAL = "keks-seal";

  Path server() {
    return folder.resolve("key-server.yaml");
  }

  Path client() {
    return folder.resolve("kekkai-client.properties");
  }

  Path clients() {
    return folder.resolve("clients.yaml");
  }

  Path publicSealKey() {
    return folder.resolve("keks-seal.pem");
  }

  void write(Path token, List<String> keks, String databaseUrl, int port, int management)
      throws GeneralSecurityException, IOException {
    PrivateFiles.folder(folder);
    Certificates certificates = new Certificates();
    certificates.writeRoot(folder.resolve("ca.pem"));
    certificates.write(
        "localhost", true, folder.resolve("server.pem"), folder.resolve("server-key.pem"));
    X509Certificate own =
        certificates.write(
            "bench", false, folder.resolve("client.pem"), folder.resolve("client-key.pem"));
    KeyPair signing = Certificates.newKeyPair(); // P-256: what the JDK signs fastest with
    Certificates.writeKey(signing.getPrivate(), folder.resolve("signing-key.pem"));
    PrivateFiles.write(server(), server(token, keks, databaseUrl, port, management));
    PrivateFiles.write(clients(), clients(own, Certificates.pem(signing.getPublic()), keks));
    PrivateFiles.write(client(), client(port));
  }

  private static String server(
      Path token, List<String> keks, String databaseUrl, int port, int management) {
    return String.format(
        Locale.ROOT,
        """
        name: bench
        environment: development
        kekkai: %s
        listen: 127.0.0.1:%d
        management: 127.0.0.1:%d
        seal-key: %s
        catalogue-seal-key: %s
        keks: [%s]
        tls:
          certificate: server.pem
          key: server-key.pem
          client-ca: ca.pem
        database:
          url: %s
          user: %s
        audit:
          witness: ["file:witness"]
        alarms:
          floor: 1000000
        """,
        token,
        port,
        management,
        AUDIT_SEAL,
        KEKS_SEAL,
        String.join(", ", keks),
        databaseUrl,
        BenchDatabase.USER);
  }

  private static String clients(X509Certificate certificate, String key, List<String> keks)
      throws GeneralSecurityException {
    String fingerprint =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    String quotas =
        keks.stream()
            .map(kek -> "      " + kek + ": {capacity: 1000000000, per: 1s}\n")
            .collect(Collectors.joining());
    return String.format(
            Locale.ROOT,
            """
        format: 1
        clients:
          - id: bench
            certificates: ["%s"]
            keys:
              - id: bench
                algorithm: ecdsa-p256-sha256
                public-key: |
        %s
            operations: [decrypt]
            keks: [%s]
            contexts: [[users, otp]]
            quotas:
        """,
            fingerprint,
            key.strip().indent(10).stripTrailing(),
            String.join(", ", keks))
        + quotas;
  }

  private static String client(int port) {
    return String.format(
        Locale.ROOT,
        """
        urls = https://localhost:%d
        certificate = client.pem
        key = client-key.pem
        ca = ca.pem
        key-id = bench
        signing-key = signing-key.pem
        seal-key = keks-seal.pem
        kek-set = keks.jws
        kek-set.refresh = never
        deadline = 60s
        """,
        port);
  }
}
