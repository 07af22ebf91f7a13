package dev.kekkai.keyserver.audit.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors of docs/formats/audit-log.md, and the exports that releases wrote. */
public final class AuditLogVectors {
  private static final Path FORMATS = Path.of("..", "docs", "formats");
  private static final Path FOLDER = FORMATS.resolve("vectors");
  public static final Path EXPORT = FOLDER.resolve("audit-log.jsonl");

  private AuditLogVectors() {}

  /** The folders with an export: of the vectors, and of each release. */
  static List<Path> folders() throws IOException {
    List<Path> folders = new ArrayList<>(List.of(FOLDER));
    try (Stream<Path> releases = Files.list(FORMATS.resolve("golden"))) {
      releases.sorted().filter(Files::isDirectory).forEach(folders::add);
    }
    return folders;
  }

  public static ECPublicKey key() throws IOException, GeneralSecurityException {
    return key(FOLDER);
  }

  static ECPublicKey key(Path folder) throws IOException, GeneralSecurityException {
    String pem = Files.readString(folder.resolve("audit-log.pem"));
    return publicKey(pem.replaceAll("-----[A-Z ]+-----|\\s", ""));
  }

  private static ECPublicKey publicKey(String base64) throws GeneralSecurityException {
    return (ECPublicKey)
        KeyFactory.getInstance("EC")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  static JsonNode file(Path folder) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(folder.resolve("audit-log.json")));
  }

  /** The encodings, by name. */
  public static Map<String, Bytes> encodings() throws IOException {
    Map<String, Bytes> encodings = new LinkedHashMap<>();
    file(FOLDER)
        .get("encodings")
        .properties()
        .forEach(one -> encodings.put(one.getKey(), Bytes.ofHex(one.getValue().stringValue())));
    return encodings;
  }

  /** An export that does not verify, the key to verify it with, and what the witness has. */
  record Refused(String name, List<String> lines, ECPublicKey key, List<String> witness) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Refused> refused() throws IOException, GeneralSecurityException {
    List<Refused> refused = new ArrayList<>();
    for (JsonNode one : file(FOLDER).get("refused")) {
      List<String> lines = lines(one.path("lines"));
      JsonNode tail = one.path("tail");
      if (tail.isObject()) {
        String more = tail.get("of").stringValue().repeat(tail.get("times").intValue());
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + more);
      }
      JsonNode key = one.path("seal-key");
      refused.add(
          new Refused(
              one.get("name").stringValue(),
              lines,
              key.isString() ? publicKey(key.stringValue()) : key(),
              lines(one.path("witness"))));
    }
    return refused;
  }

  private static List<String> lines(JsonNode picked) throws IOException {
    List<String> all = Files.readAllLines(EXPORT);
    List<String> lines = new ArrayList<>();
    for (JsonNode line : picked) {
      lines.add(line.isString() ? line.stringValue() : all.get(line.intValue()));
    }
    return lines;
  }
}
