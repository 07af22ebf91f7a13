package dev.kekkai.integration.keyserver;

import dev.kekkai.formats.httpsig.RequestSigner;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.httpsig.SignaturePolicy;
import dev.kekkai.formats.httpsig.SigningKey;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** A client of key servers: its certificate and its signing keys, in files. */
final class TestClient {
  private static final int RSA_BITS = 2048;

  private final String id;
  private final TestCa.Identity identity;
  private final Map<SignatureAlgorithm, KeyPair> keys = new EnumMap<>(SignatureAlgorithm.class);
  private final Path folder;

  private TestClient(String id, TestCa.Identity identity, Path folder) {
    this.id = id;
    this.identity = identity;
    this.folder = folder;
  }

  /** With a certificate of an authority, and a key for each algorithm. */
  static TestClient make(String id, TestCa ca, Path folder, SignatureAlgorithm... algorithms)
      throws Exception {
    TestClient client = new TestClient(id, ca.issue(id, folder), folder);
    for (SignatureAlgorithm algorithm : algorithms) {
      KeyPair pair = newKeyPair(algorithm);
      client.keys.put(algorithm, pair);
      TestCa.writeKey(pair.getPrivate(), client.signingKey(algorithm));
    }
    return client;
  }

  /** The same signing keys with another certificate. */
  TestClient with(TestCa.Identity other) {
    TestClient mixed = new TestClient(id, other, folder);
    mixed.keys.putAll(keys);
    return mixed;
  }

  private static KeyPair newKeyPair(SignatureAlgorithm algorithm) throws Exception {
    return switch (algorithm) {
      case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      case ECDSA_P256_SHA256 -> {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        yield generator.generateKeyPair();
      }
      case RSA_PSS_SHA512 -> {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS);
        yield generator.generateKeyPair();
      }
    };
  }

  String id() {
    return id;
  }

  /** Signs requests as this client, for a minute. */
  RequestSigner signer(SignatureAlgorithm algorithm) {
    return new RequestSigner(
        new SigningKey(keyId(algorithm), keys.get(algorithm).getPrivate(), algorithm),
        SignaturePolicy.TAG,
        Duration.ofMinutes(1),
        Clock.systemUTC());
  }

  TestCa.Identity identity() {
    return identity;
  }

  String keyId(SignatureAlgorithm algorithm) {
    return id + "-" + algorithm.id();
  }

  Path signingKey(SignatureAlgorithm algorithm) {
    return folder.resolve(keyId(algorithm) + ".pem");
  }

  /**
   * Its entry in a clients.yaml.
   *
   * @param rights what it may, in YAML, as it stands below the client's id
   */
  String entry(String rights) throws Exception {
    StringBuilder yaml = new StringBuilder();
    yaml.append("- id: ").append(id).append('\n');
    yaml.append("  certificates: [\"").append(identity.fingerprint()).append("\"]\n  keys:\n");
    for (Map.Entry<SignatureAlgorithm, KeyPair> key : keys.entrySet()) {
      String pem = TestCa.pem("PUBLIC KEY", key.getValue().getPublic().getEncoded());
      yaml.append("  - id: ").append(keyId(key.getKey())).append('\n');
      yaml.append("    algorithm: ").append(key.getKey().id()).append('\n');
      yaml.append("    public-key: |\n").append(pem.indent(6));
    }
    return yaml.append(rights.indent(2)).toString();
  }
}
