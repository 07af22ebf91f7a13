package dev.kekkai.formats;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The test vectors as the documentation shows them, so that the page can't drift from the code. */
final class FieldTokenPage {

  private static final DocPage PAGE = DocPage.of("field-token.md");

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
      return EncryptionContext.of(parts);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  static List<Vector> vectors() {
    return PAGE.blocks("vector").stream().map(FieldTokenPage::vector).toList();
  }

  static Vector vector(String name) {
    return vectors().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  /** The refused texts, each with what is wrong with it. */
  static List<Map.Entry<String, String>> refused() {
    return PAGE.blocks("refused").get(0).lines();
  }

  private static Vector vector(DocPage.Block block) {
    return new Vector(
        block.value("name"),
        block.value("key"),
        UUID.fromString(block.value("dek-id")),
        block.value("nonce"),
        block.values("part"),
        block.value("plaintext"),
        block.value("aad"),
        block.value("token"),
        block.value("text"));
  }
}
