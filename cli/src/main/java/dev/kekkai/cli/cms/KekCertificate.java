package dev.kekkai.cli.cms;

import dev.kekkai.provider.keys.TokenKey;
import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Objects;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The public half of an RSA KEK as a file. A certificate is what programs ask for that seal by CMS.
 * A KEK signs nothing, so it can't certify itself: a key made for that and forgotten does, and the
 * signature proves nothing.
 */
public final class KekCertificate {
  /** No well-defined expiration date: 99991231235959Z (RFC 5280, section 4.1.2.5). */
  private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

  private KekCertificate() {}

  /**
   * The public key alone.
   *
   * @param kek a KEK with a public half
   * @return PEM of a SubjectPublicKeyInfo
   * @throws IOException when Bouncy Castle can't write it
   */
  public static String publicKey(TokenKey kek) throws IOException {
    return pem(key(kek));
  }

  /**
   * A certificate.
   *
   * @param kek an RSA KEK
   * @return PEM; key, names, serial number and identifier are the same every time
   * @throws GeneralSecurityException when it can't be made
   * @throws IOException when Bouncy Castle can't write it
   */
  public static String certificate(TokenKey kek) throws GeneralSecurityException, IOException {
    PublicKey key = key(kek);
    KekIdentity identity = KekIdentity.of(kek.ref(), key);
    Instant from = kek.created().orElseGet(Instant::now).truncatedTo(ChronoUnit.SECONDS);
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            identity.issuer(),
            identity.serial(),
            Date.from(from),
            Date.from(NEVER),
            identity.issuer(),
            SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyEncipherment));
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identity.keyId()));
    return pem(signed(builder));
  }

  private static X509CertificateHolder signed(X509v3CertificateBuilder builder)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    PrivateKey once = generator.generateKeyPair().getPrivate();
    try {
      return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(once));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static PublicKey key(TokenKey kek) {
    return Objects.requireNonNull(kek.publicKey(), "a KEK with a public half");
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(object);
    }
    return text.toString();
  }
}
