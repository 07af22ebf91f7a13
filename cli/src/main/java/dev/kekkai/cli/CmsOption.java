package dev.kekkai.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Certificates in files, for CMS. */
final class CmsOption {
  /** A certificate has a few KiB. */
  private static final long MOST_BYTES = 1024 * 1024;

  private CmsOption() {}

  /** Reads a certificate in PEM or DER. */
  static X509Certificate certificate(Path file) throws CliException, IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      throw noCertificate(file, null);
    }
    try (InputStream in = Files.newInputStream(file)) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      if (certificate instanceof X509Certificate x509) {
        return x509;
      }
      throw noCertificate(file, null);
    } catch (GeneralSecurityException e) {
      throw noCertificate(file, e);
    }
  }

  private static CliException noCertificate(Path file, @Nullable Exception cause) {
    return new CliException(
        ExitCode.USAGE, file + " is no file with an X.509 certificate in PEM or DER", cause);
  }
}
