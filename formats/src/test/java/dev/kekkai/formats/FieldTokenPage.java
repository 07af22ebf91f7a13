package dev.kekkai.formats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The test vectors as the documentation shows them, so that the page can't drift from the code. */
final class FieldTokenPage {

  private static final Path PAGE = Path.of("..", "docs", "formats", "field-token.md");

  private FieldTokenPage() {}

  record Vector(
      String name,
      String key,
      UUID dekId,
      String nonce,
      List<String> parts,
      String plaintext,
      String aad,
      String token,
      String text) {

    SecretKey dek() {
      return new SecretKeySpec(bytes(key), "AES");
    }

    EncryptionContext context() {
      return parts.isEmpty()
          ? EncryptionContext.empty()
          : EncryptionContext.of(
              parts.get(0), parts.subList(1, parts.size()).toArray(String[]::new));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  static List<Vector> vectors() throws IOException {
    return blocks("vector").stream().map(FieldTokenPage::vector).toList();
  }

  static Vector vector(String name) throws IOException {
    return vectors().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  /** The refused texts by what is wrong with them. */
  static Map<String, String> refused() throws IOException {
    Map<String, String> refused = new LinkedHashMap<>();
    for (String line : blocks("refused").get(0)) {
      String[] pair = pair(line);
      refused.put(pair[0], pair[1]);
    }
    return refused;
  }

  private static Vector vector(List<String> lines) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> parts = new ArrayList<>();
    for (String line : lines) {
      String[] pair = pair(line);
      if (pair[0].equals("part")) {
        parts.add(pair[1]);
      } else {
        values.put(pair[0], pair[1]);
      }
    }
    return new Vector(
        values.get("name"),
        values.get("key"),
        UUID.fromString(values.get("dek-id")),
        values.get("nonce"),
        parts,
        values.get("plaintext"),
        values.get("aad"),
        values.get("token"),
        values.get("text"));
  }

  private static String[] pair(String line) {
    int equals = line.indexOf(" =");
    return new String[] {line.substring(0, equals), line.substring(equals + 2).strip()};
  }

  private static List<List<String>> blocks(String kind) throws IOException {
    var fence =
        Pattern.compile("^```" + kind + "\\R(.*?)\\R```$", Pattern.MULTILINE | Pattern.DOTALL);
    return fence
        .matcher(Files.readString(PAGE))
        .results()
        .map(found -> found.group(1).lines().toList())
        .toList();
  }
}
