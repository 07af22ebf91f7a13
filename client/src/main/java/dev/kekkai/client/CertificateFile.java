package dev.kekkai.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates as PEM, one or several (RFC 7468 section 5). */
final class CertificateFile {

  private static final int MAX_BYTES = 1024 * 1024;

  private static final String EXPECTED = " must hold certificates in PEM, one or several";

  private CertificateFile() {}

  static List<X509Certificate> read(Path file) throws IOException, CertificateException {
    byte[] pem;
    try (InputStream in = Files.newInputStream(file)) {
      pem = in.readNBytes(MAX_BYTES + 1);
    }
    if (pem.length > MAX_BYTES) {
      throw new IOException(file + " is longer than " + MAX_BYTES + " bytes");
    }
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        certificates.add((X509Certificate) each);
      }
    } catch (CertificateException e) {
      throw new CertificateException(file + EXPECTED, e);
    }
    if (certificates.isEmpty()) {
      throw new CertificateException(file + EXPECTED);
    }
    return certificates;
  }
}
