package dev.kekkai.formats.envelope;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.kekkai.formats.DocPage;
import dev.kekkai.formats.DocPage.Block;
import dev.kekkai.formats.EncryptionContext;
import java.security.KeyPair;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The test keys and vectors of docs/formats/sealed-envelope.md. */
final class EnvelopePage {
  private static final DocPage PAGE = DocPage.of("sealed-envelope.md");

  private EnvelopePage() {}

  record Vector(
      String name,
      JWK key,
      String kid,
      EncryptionContext context,
      byte[] plaintext,
      Block block,
      String jwe) {

    KeyPair pair() throws Exception {
      return EnvelopePage.pair(key);
    }

    byte[] bytes(String name) {
      return HexFormat.of().parseHex(block.value(name));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Vector> vectors() throws Exception {
    return PAGE.blocks("vector").stream().map(EnvelopePage::vector).toList();
  }

  static Vector vector(String name) throws Exception {
    return vectors().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  static List<Map.Entry<String, String>> refused() {
    return PAGE.blocks("refused").get(0).lines();
  }

  /** One of the page's test keys: rsa, p256, p384 or p521. */
  static KeyPair pair(String name) throws Exception {
    return pair(key(name));
  }

  private static KeyPair pair(JWK key) throws Exception {
    return key instanceof RSAKey rsa ? rsa.toKeyPair() : ((ECKey) key).toKeyPair();
  }

  private static JWK key(String name) {
    try {
      return JWK.parse(
          PAGE.blocks("key").stream()
              .filter(block -> block.value("name").equals(name))
              .findFirst()
              .orElseThrow()
              .value("jwk"));
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static Vector vector(Block block) {
    return new Vector(
        block.value("name"),
        key(block.value("key")),
        block.value("kid"),
        EncryptionContext.of(block.values("part")),
        HexFormat.of().parseHex(block.value("plaintext")),
        block,
        block.value("jwe"));
  }
}
