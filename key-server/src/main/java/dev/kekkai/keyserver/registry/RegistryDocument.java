package dev.kekkai.keyserver.registry;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.keyserver.yaml.Problems;
import dev.kekkai.keyserver.yaml.YamlDocument;
import dev.kekkai.keyserver.yaml.YamlMap;
import dev.kekkai.keyserver.yaml.YamlValue;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The document {@code clients.yaml}: which clients there are and what each of them may do. The page
 * {@code clients-registry.md} says how it is written. Immutable.
 */
public final class RegistryDocument {
  /** The longest document, in characters. */
  public static final int MAX_CHARS = 1024 * 1024;

  /** The most clients a document may have. */
  public static final int MAX_CLIENTS = 1000;

  /** The version of the way it is written. */
  private static final int FORMAT = 1;

  /** The strength that NIST SP 800-57 wants of new keys: 128 bits. */
  private static final int RSA_BITS = 3072;

  private final String text;
  private final List<ClientEntry> clients;

  private RegistryDocument(String text, List<ClientEntry> clients) {
    this.text = text;
    this.clients = List.copyOf(clients);
  }

  /**
   * Reads a document.
   *
   * @param source where it is from, for messages
   * @param text the document
   * @return what it says
   * @throws ConfigException with all that is wrong, each with its place and what would be right
   */
  public static RegistryDocument parse(String source, String text) {
    Problems problems = new Problems();
    List<ClientEntry> clients = new ArrayList<>();
    YamlDocument.read(text, MAX_CHARS, problems)
        .ifPresent(root -> readRoot(root, clients, problems));
    problems.throwIfAny(source);
    return new RegistryDocument(text, clients);
  }

  private static void readRoot(YamlMap root, List<ClientEntry> clients, Problems problems) {
    root.require("format").ifPresent(value -> value.number(FORMAT, FORMAT));
    Claims claims = new Claims();
    Optional<YamlValue> list = root.require("clients");
    root.end();
    if (list.isEmpty()) {
      return;
    }
    for (YamlValue client : list.get().list(0, MAX_CLIENTS)) {
      client
          .map()
          .flatMap(map -> new ClientReader(map, claims, problems).read())
          .ifPresent(clients::add);
    }
  }

  /**
   * The clients.
   *
   * @return in the order of the document
   */
  public List<ClientEntry> clients() {
    return clients;
  }

  /**
   * The document as it was written.
   *
   * @return YAML
   */
  public String text() {
    return text;
  }

  /**
   * What names this document beyond doubt.
   *
   * @return SHA-256 of its UTF-8 bytes, 64 hexadecimal digits
   */
  public String sha256() {
    return CertificatePin.sha256(text);
  }

  /**
   * What is allowed but worth a look.
   *
   * @param now tells which clients have expired
   * @return a line each; none when there is nothing to say
   */
  public List<String> warnings(Instant now) {
    List<String> lines = new ArrayList<>();
    for (ClientEntry client : clients) {
      if (client.expires() != null && !now.isBefore(client.expires())) {
        lines.add("client " + client.id() + " expired on " + client.expires());
      }
      client
          .keys()
          .forEach(
              (id, key) -> {
                if (key.key() instanceof RSAKey rsa && rsa.getModulus().bitLength() < RSA_BITS) {
                  lines.add(
                      "key "
                          + id
                          + " of client "
                          + client.id()
                          + " is RSA-"
                          + rsa.getModulus().bitLength()
                          + "; new keys have 3,072 bits or more");
                }
              });
    }
    return lines;
  }
}
