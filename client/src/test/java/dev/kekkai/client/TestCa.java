package dev.kekkai.client;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certification authority for one test run, and the files it hands out. */
final class TestCa {

  static final char[] PASSWORD = "changeit".toCharArray();

  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final KeyPair keys;
  private final X509Certificate certificate;

  /** A certificate with its key. */
  record Issued(X509Certificate certificate, PrivateKey key) {

    KeyStore keyStore() throws Exception {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("key", key, PASSWORD, new X509Certificate[] {certificate});
      return store;
    }
  }

  TestCa(String name) throws Exception {
    keys = ecKeys();
    X500Name subject = new X500Name("CN=" + name);
    JcaX509v3CertificateBuilder builder = builder(subject, subject, keys);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    certificate = sign(builder);
  }

  X509Certificate certificate() {
    return certificate;
  }

  Issued server(String host) throws Exception {
    return issue("server", ecKeys(), new GeneralName(GeneralName.dNSName, host));
  }

  Issued client(String name, KeyPair pair) throws Exception {
    return issue(name, pair, new GeneralName(GeneralName.rfc822Name, name + "@example"));
  }

  Issued client(String name) throws Exception {
    return client(name, ecKeys());
  }

  KeyStore trustStore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", certificate);
    return store;
  }

  static KeyPair ecKeys() throws Exception {
    return keys("EC", 256);
  }

  /** New keys; of RSA always the same ones, which take the processor for too long to make. */
  static KeyPair keys(String algorithm, int bits) throws Exception {
    return switch (algorithm) {
      case "RSA" -> Rsa.PAIR;
      case "RSASSA-PSS" -> new KeyPair(null, Rsa.pss());
      default -> generate(algorithm, bits);
    };
  }

  private static final class Rsa {
    static final KeyPair PAIR;

    static {
      try {
        PAIR = generate("RSA", 2048);
      } catch (Exception e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    static PrivateKey pss() throws Exception {
      RSAPrivateCrtKeySpec numbers =
          KeyFactory.getInstance("RSA").getKeySpec(PAIR.getPrivate(), RSAPrivateCrtKeySpec.class);
      return KeyFactory.getInstance("RSASSA-PSS").generatePrivate(numbers);
    }
  }

  private static KeyPair generate(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (bits > 0) {
      generator.initialize(bits);
    }
    return generator.generateKeyPair();
  }

  static Path writePem(Path file, String label, byte[] der) throws Exception {
    String pem =
        "-----BEGIN "
            + label
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END "
            + label
            + "-----\n";
    return Files.writeString(file, pem, StandardCharsets.US_ASCII);
  }

  static Path writeKey(Path file, PrivateKey key) throws Exception {
    return ownerOnly(writePem(file, "PRIVATE KEY", key.getEncoded()));
  }

  static Path writeCertificate(Path file, X509Certificate certificate) throws Exception {
    return writePem(file, "CERTIFICATE", certificate.getEncoded());
  }

  static Path ownerOnly(Path file) throws Exception {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Issued issue(String name, KeyPair pair, GeneralName alternative) throws Exception {
    JcaX509v3CertificateBuilder builder =
        builder(
            new X500Name(certificate.getSubjectX500Principal().getName()),
            new X500Name("CN=" + name),
            pair);
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternative));
    return new Issued(sign(builder), pair.getPrivate());
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair pair) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(SERIAL.getAndIncrement()),
        Date.from(now.minusSeconds(3600)),
        Date.from(now.plusSeconds(86_400)),
        subject,
        pair.getPublic());
  }

  private X509Certificate sign(JcaX509v3CertificateBuilder builder) throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }
}
