package dev.kekkai.integration.keyserver;

import dev.kekkai.cli.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certification authority for a test. */
final class TestCa {
  private static final AtomicLong SERIAL = new AtomicLong(1);
  private static final Duration VALIDITY = Duration.ofHours(1);

  private final String name;
  private final KeyPair keys = newKeyPair();
  private final X509Certificate root;

  TestCa(String name) throws Exception {
    this.name = name;
    this.root = certify(name, keys.getPublic(), true);
  }

  /** A certificate of this authority and its key, in two PEM files. */
  record Identity(Path certificate, Path key, X509Certificate leaf) {
    /** As a registry pins it. */
    String fingerprint() throws Exception {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded()));
    }
  }

  /** Writes the authority's own certificate. */
  Path writeRoot(Path file) throws Exception {
    return Files.writeString(file, pem("CERTIFICATE", root.getEncoded()));
  }

  /** For a client, or for a server on this machine. */
  Identity issue(String subject, Path folder) throws Exception {
    KeyPair pair = newKeyPair();
    X509Certificate leaf = certify(subject, pair.getPublic(), false);
    Path certificate = folder.resolve(subject + "-cert.pem");
    Files.writeString(certificate, pem("CERTIFICATE", leaf.getEncoded()));
    return new Identity(
        certificate, writeKey(pair.getPrivate(), folder.resolve(subject + "-key.pem")), leaf);
  }

  /** A private key in PKCS#8, in a file closed to others. */
  static Path writeKey(Key key, Path file) throws Exception {
    PrivateFiles.write(file, pem("PRIVATE KEY", key.getEncoded()));
    return file;
  }

  static String pem(String type, byte[] der) {
    return String.format(
        "-----BEGIN %s-----%n%s%n-----END %s-----%n",
        type, Base64.getMimeEncoder().encodeToString(der), type);
  }

  private static KeyPair newKeyPair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private X509Certificate certify(String subject, PublicKey key, boolean isAuthority)
      throws Exception {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            new X500Name("CN=" + name),
            BigInteger.valueOf(SERIAL.getAndIncrement()),
            Date.from(now.minus(VALIDITY)),
            Date.from(now.plus(VALIDITY)),
            new X500Name("CN=" + subject),
            SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
    byte[] der =
        builder
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
            .getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
