package dev.kekkai.formats.httpsig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Key pairs for tests: one for each algorithm, and those of RFC 9421 appendix B.1. */
final class TestKeys {

  private static final Map<SignatureAlgorithm, KeyPair> PAIRS =
      new EnumMap<>(SignatureAlgorithm.class);

  private TestKeys() {}

  static synchronized KeyPair of(SignatureAlgorithm algorithm) {
    return PAIRS.computeIfAbsent(
        algorithm,
        a ->
            switch (a) {
              case ED25519 -> generate("Ed25519");
              case ECDSA_P256_SHA256 -> ec("secp256r1");
              case RSA_PSS_SHA512 -> rsa(2048);
            });
  }

  static KeyPair generate(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The public key of that name in the RFC. */
  static PublicKey rfcPublicKey(String name, SignatureAlgorithm algorithm) throws Exception {
    String factory =
        switch (algorithm) {
          case ED25519 -> "Ed25519";
          case ECDSA_P256_SHA256 -> "EC";
          case RSA_PSS_SHA512 -> "RSA";
        };
    return KeyFactory.getInstance(factory)
        .generatePublic(new X509EncodedKeySpec(pem(name, "PUBLIC KEY")));
  }

  /** The private key of that name in the RFC, where it is PKCS #8. */
  static PrivateKey rfcPrivateKey(String name, String factory) throws Exception {
    return KeyFactory.getInstance(factory)
        .generatePrivate(new PKCS8EncodedKeySpec(pem(name, "PRIVATE KEY")));
  }

  private static byte[] pem(String name, String kind) throws IOException {
    Matcher found =
        Pattern.compile("-----BEGIN " + kind + "-----(.*?)-----END", Pattern.DOTALL)
            .matcher(resource(name + ".pem"));
    if (!found.find()) {
      throw new IOException("no " + kind + " in " + name);
    }
    return Base64.getMimeDecoder().decode(found.group(1));
  }

  static String resource(String name) throws IOException {
    try (InputStream in = TestKeys.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
