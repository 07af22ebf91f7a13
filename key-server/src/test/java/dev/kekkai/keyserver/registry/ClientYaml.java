package dev.kekkai.keyserver.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes one client of a document; each key can be replaced or left out. */
final class ClientYaml {
  private static int number;

  private final Map<String, String> values = new LinkedHashMap<>();

  /** A client that may decrypt under {@code payments}, with a new key and certificate. */
  ClientYaml(String id) {
    values.put("id", id);
    values.put("certificates", "['" + pin() + "']");
    values.put("keys", key(id + "-1", "ed25519", TestKeys.pem(TestKeys.ed25519().getPublic())));
    values.put("operations", "[decrypt]");
    values.put("keks", "[payments]");
    values.put("contexts", "[[users, otp]]");
    values.put("quotas", "{payments: {capacity: 1000, per: 1h}}");
  }

  /** A client that reads the audit log. */
  static ClientYaml auditor(String id) {
    return new ClientYaml(id)
        .with("operations", "[audit]")
        .without("keks")
        .without("contexts")
        .without("quotas");
  }

  private static String pin() {
    number++;
    return String.format("%064x", number);
  }

  static String key(String id, String algorithm, String pem) {
    return "\n      - id: "
        + id
        + "\n        algorithm: "
        + algorithm
        + "\n        public-key: "
        + TestKeys.block(pem, 10);
  }

  ClientYaml with(String key, String value) {
    values.put(key, value);
    return this;
  }

  ClientYaml without(String key) {
    values.remove(key);
    return this;
  }

  static String document(ClientYaml... clients) {
    StringBuilder out = new StringBuilder("format: 1\nclients:\n");
    for (ClientYaml client : clients) {
      out.append(client);
    }
    return out.toString();
  }

  static RegistryDocument parsed(ClientYaml... clients) {
    return RegistryDocument.parse("test", document(clients));
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining("\n    ", "  - ", "\n"));
  }
}
