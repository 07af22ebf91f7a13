package dev.kekkai.formats.envelope;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.VectorFile;
import dev.kekkai.formats.VectorFile.Case;
import java.security.KeyPair;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The test keys and vectors of sealed envelopes, and what releases wrote. */
final class EnvelopeVectors {
  private static final String NAME = "sealed-envelope.json";
  private static final VectorFile FILE = VectorFile.of(NAME);

  private EnvelopeVectors() {}

  /** A vector, or one that is refused. */
  record Vector(JWK key, Case members) {

    String name() {
      return members.text("name");
    }

    String kid() {
      return members.text("kid");
    }

    EncryptionContext context() {
      return members.context();
    }

    byte[] plaintext() {
      return members.bytes("plaintext");
    }

    byte[] bytes(String name) {
      return members.bytes(name);
    }

    String jwe() {
      return members.input("jwe");
    }

    boolean isEcdh() {
      return key instanceof ECKey;
    }

    KeyPair pair() throws Exception {
      return EnvelopeVectors.pair(key);
    }

    @Override
    public String toString() {
      return members.toString();
    }
  }

  static List<Vector> vectors() {
    return FILE.vectors().stream().map(one -> vector(FILE, one)).toList();
  }

  /** The vectors, and what releases wrote. */
  static Stream<Vector> withGolden() {
    return Stream.concat(
        vectors().stream(),
        VectorFile.golden(NAME).stream()
            .flatMap(file -> file.vectors().stream().map(one -> vector(file, one))));
  }

  static Vector vector(String name) {
    return vector(FILE, FILE.vector(name));
  }

  static List<Vector> refused() {
    return FILE.refused().stream().map(one -> vector(FILE, one)).toList();
  }

  /** One of the test keys: rsa, p256, p384 or p521. */
  static KeyPair pair(String name) throws Exception {
    return pair(key(FILE, name));
  }

  private static KeyPair pair(JWK key) throws Exception {
    return key instanceof RSAKey rsa ? rsa.toKeyPair() : ((ECKey) key).toKeyPair();
  }

  private static JWK key(VectorFile file, String name) {
    try {
      Map<String, Object> keys = JSONObjectUtils.newJSONObject();
      ((Map<?, ?>) file.member("keys")).forEach((key, jwk) -> keys.put((String) key, jwk));
      return JWK.parse(JSONObjectUtils.getJSONObject(keys, name));
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static Vector vector(VectorFile file, Case members) {
    return new Vector(key(file, members.text("key")), members);
  }
}
