package dev.kekkai.formats.stream;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.VectorFile;
import dev.kekkai.formats.VectorFile.Case;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** The test vectors of streams, and what releases wrote. */
final class StreamVectors {
  private static final String NAME = "stream.json";
  private static final VectorFile FILE = VectorFile.of(NAME);

  private StreamVectors() {}

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

  /** The refused one in a file. */
  static Vector refused(String file) {
    return refused().stream()
        .filter(vector -> vector.text("file").equals("stream/refused/" + file + ".kekkai"))
        .findFirst()
        .orElseThrow();
  }

  /** A vector, or one that is refused. */
  record Vector(Case members) {
    String text(String name) {
      return members.text(name);
    }

    int number(String name) {
      return Math.toIntExact(members.number(name));
    }

    byte[] bytes(String name) {
      return members.bytes(name);
    }

    byte[] stream() {
      try {
        return Files.readAllBytes(members.file().resolveSibling(text("file")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    SecretKey dek() {
      return new SecretKeySpec(bytes("dek"), "AES");
    }

    EncryptionContext context() {
      return members.context();
    }

    byte[] content() {
      return Streams.content(number("plaintext-bytes"));
    }

    byte[] sha256() throws GeneralSecurityException {
      return MessageDigest.getInstance("SHA-256").digest(stream());
    }

    /** The DEK as the JDK unwraps it. */
    byte[] unwrapped(WrappedStreamDek wrapped) throws GeneralSecurityException {
      Cipher cipher =
          Cipher.getInstance(
              switch (wrapped.method()) {
                case "rfc3394" -> "AES/KW/NoPadding";
                case "rfc5649" -> "AES/KWP/NoPadding";
                default -> "RSA/ECB/OAEPPadding";
              });
      if (members.has("kek-key")) {
        cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(bytes("kek-key"), "AES"));
      } else {
        cipher.init(
            Cipher.UNWRAP_MODE,
            KeyFactory.getInstance("RSA")
                .generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text("kek-pkcs8")))),
            new OAEPParameterSpec(
                "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
      }
      return cipher.unwrap(wrapped.blob(), "AES", Cipher.SECRET_KEY).getEncoded();
    }

    @Override
    public String toString() {
      return members.toString();
    }
  }
}
