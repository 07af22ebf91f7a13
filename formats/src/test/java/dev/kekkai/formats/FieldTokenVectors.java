package dev.kekkai.formats;

import dev.kekkai.formats.VectorFile.Case;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The test vectors of field tokens, and what releases wrote. */
final class FieldTokenVectors {

  private static final String NAME = "field-token.json";
  private static final VectorFile FILE = VectorFile.of(NAME);

  private FieldTokenVectors() {}

  /** A vector, or one that is refused. */
  record Vector(Case members) {

    SecretKey dek() {
      return new SecretKeySpec(members.bytes("key"), "AES");
    }

    UUID dekId() {
      return UUID.fromString(members.text("dek-id"));
    }

    EncryptionContext context() {
      return members.context();
    }

    String key() {
      return members.text("key");
    }

    String nonce() {
      return members.text("nonce");
    }

    String plaintext() {
      return members.text("plaintext");
    }

    String aad() {
      return members.text("aad");
    }

    String token() {
      return members.text("token");
    }

    String text() {
      return members.input("text");
    }

    @Override
    public String toString() {
      return members.toString();
    }
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  static List<Vector> vectors() {
    return FILE.vectors().stream().map(Vector::new).toList();
  }

  /** The vectors, and what releases wrote. */
  static Stream<Vector> withGolden() {
    return Stream.concat(
        vectors().stream(),
        VectorFile.golden(NAME).stream().flatMap(file -> file.vectors().stream().map(Vector::new)));
  }

  static Vector vector(String name) {
    return new Vector(FILE.vector(name));
  }

  static List<Vector> refused() {
    return FILE.refused().stream().map(Vector::new).toList();
  }
}
