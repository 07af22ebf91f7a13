package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.PrivateFiles;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certification authority for one demo or benchmark, and what it certifies. Its own key is in
 * memory only. For one thread.
 */
public final class Certificates {
  private static final Duration VALIDITY = Duration.ofDays(2);
  private static final String AUTHORITY = "CN=Kekkai demo CA";

  private final KeyPair authority = newKeyPair();
  private final X509Certificate root;

  /**
   * A new one.
   *
   * @throws GeneralSecurityException when the JDK lacks something
   * @throws IOException when Bouncy Castle can't write what it made
   */
  public Certificates() throws GeneralSecurityException, IOException {
    root = certify(AUTHORITY, authority.getPublic(), null, true);
  }

  /**
   * A new key pair on the curve P-256.
   *
   * @return the pair
   * @throws GeneralSecurityException when the JDK lacks the curve
   */
  public static KeyPair newKeyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /**
   * Writes the authority's own certificate.
   *
   * @param file a new PEM file
   * @throws IOException when it can't be written
   */
  public void writeRoot(Path file) throws IOException {
    PrivateFiles.write(file, pem(root));
  }

  /**
   * Certificate and key for one server or client, as two PEM files.
   *
   * @param name the subject's common name
   * @param isServer whether it is for the names of this machine
   * @param certificate a new PEM file
   * @param key another one, which only its owner can read
   * @return the certificate
   * @throws GeneralSecurityException when it can't be made
   * @throws IOException when a file can't be written
   */
  public X509Certificate write(String name, boolean isServer, Path certificate, Path key)
      throws GeneralSecurityException, IOException {
    KeyPair pair = newKeyPair();
    GeneralNames names =
        isServer
            ? new GeneralNames(
                new GeneralName[] {
                  new GeneralName(GeneralName.dNSName, "localhost"),
                  new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                })
            : null;
    X509Certificate made = certify("CN=" + name, pair.getPublic(), names, false);
    PrivateFiles.write(certificate, pem(made));
    writeKey(pair.getPrivate(), key);
    return made;
  }

  /**
   * Writes a private key, not encrypted.
   *
   * @param key the key
   * @param file a new PEM file, which only its owner can read
   * @throws IOException when it can't be written
   */
  public static void writeKey(PrivateKey key, Path file) throws IOException {
    PrivateFiles.write(file, pem(new JcaPKCS8Generator(key, null)));
  }

  /**
   * Anything that has a PEM form.
   *
   * @param object a certificate or a public key
   * @return its text
   * @throws IOException when it has none
   */
  public static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(object);
    }
    return text.toString();
  }

  private X509Certificate certify(
      String subject, PublicKey key, @Nullable GeneralNames names, boolean isAuthority)
      throws GeneralSecurityException, IOException {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Principal(AUTHORITY),
            new BigInteger(127, new SecureRandom()),
            Date.from(now.minus(Duration.ofMinutes(5))),
            Date.from(now.plus(VALIDITY)),
            new X500Principal(subject),
            key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
    if (names != null) {
      builder.addExtension(Extension.subjectAlternativeName, false, names);
    }
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
