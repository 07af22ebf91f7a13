package dev.kekkai.keyserver.registry;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys and certificates of clients. */
final class TestKeys {
  /** A public key, which takes a second to make. */
  static final String RSA_3072 =
      """
      -----BEGIN PUBLIC KEY-----
      MIIBojANBgkqhkiG9w0BAQEFAAOCAY8AMIIBigKCAYEArywYUTVcP041XDjY8DgZ
      AnGGZ1XG2waLuVjRr7JSgxGIr4zLjKwNlgYpQkfaHuxJO7scoCh+F2urDS8fX+hF
      fyUvOF5ua2sPpckaG1ftbk8cQNo6Sx3a3mnjtolAXaNHZZ12wFJBH35//GO0andZ
      2feLhsLZGFDHbdj1gJXE8tCgJSp7h0x7+dfDWTw+mU1ImIL4akFoI0GTfGosH6us
      xNPgrwqpa4Yck5sKxk193vFXwRGdPYydBpctYtPc/rVTDlAnFyRIUgLCV9wyKscn
      yQCqAOFblmZL4MNozDsFABBiag9+UABJWV1zRcZYpaPzD5g09EboAW3tKb1IiI5k
      iedHG6Q2bXM4P1YyaUtoW4JT040nZnMgT7YnU2Q1ABjXeqaj6QVSQsFgk4EfplvU
      ffcUzdt1VSzCCEDQxKqIWGvqe8k0OBUr8Dz+CS14QmJoDopTYOy/ohjz8N14MjwD
      2VKkO8Z9neUyh34XWBYklbLUPFWsgYzPpO1hy3fXLwi1AgMBAAE=
      -----END PUBLIC KEY-----
      """;

  private TestKeys() {}

  static KeyPair ed25519() {
    return pair("Ed25519", NamedParameterSpec.ED25519);
  }

  static KeyPair ec(String curve) {
    return pair("EC", new ECGenParameterSpec(curve));
  }

  static KeyPair rsa(int bits, long exponent) {
    return pair("RSA", new RSAKeyGenParameterSpec(bits, BigInteger.valueOf(exponent)));
  }

  private static KeyPair pair(String algorithm, AlgorithmParameterSpec spec) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(spec);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static X509Certificate certificate(KeyPair keys, long serial) throws Exception {
    X500Name name = new X500Name("CN=test");
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(serial),
                    Date.from(Instant.EPOCH),
                    Date.from(Instant.parse("2100-01-01T00:00:00Z")),
                    name,
                    keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  static String pem(PublicKey key) {
    return pem(key.getEncoded());
  }

  static String pem(byte[] der) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** As a block of YAML, so many columns to the right. */
  static String block(String text, int columns) {
    return "|\n"
        + text.lines().map(line -> " ".repeat(columns) + line).collect(Collectors.joining("\n"));
  }
}
