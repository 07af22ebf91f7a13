package dev.kekkai.integration.node;

import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;

/** A new key pair for each signature algorithm, and the form in which others take keys. */
final class InteropKeys {

  private InteropKeys() {}

  static Map<SignatureAlgorithm, KeyPair> generate() throws GeneralSecurityException {
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    ec.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    return new EnumMap<>(
        Map.of(
            SignatureAlgorithm.ED25519,
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair(),
            SignatureAlgorithm.ECDSA_P256_SHA256,
            ec.generateKeyPair(),
            SignatureAlgorithm.RSA_PSS_SHA512,
            rsa.generateKeyPair()));
  }

  static String pem(Key key) {
    String kind = key instanceof PublicKey ? "PUBLIC KEY" : "PRIVATE KEY";
    String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
  }
}
