package dev.kekkai.keyserver.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Certificates and private keys in PEM (RFC 7468). */
final class PemFile {
  static final int MAX_BYTES = 256 * 1024;

  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";

  private PemFile() {}

  /** All certificates in a file, in order; at least one. */
  static List<X509Certificate> certificates(Path file) throws TlsFileException {
    byte[] bytes = read(file);
    try {
      List<X509Certificate> found = new ArrayList<>();
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))) {
        found.add((X509Certificate) certificate);
      }
      if (found.isEmpty()) {
        throw new TlsFileException(file + " holds no certificate: it must be PEM text");
      }
      return found;
    } catch (CertificateException e) {
      throw new TlsFileException(
          file + " holds no readable certificates: it must be PEM text, '-----BEGIN CERTIFICATE'",
          e);
    }
  }

  /** The one private key in a file, for a certificate's public key algorithm. */
  static PrivateKey privateKey(Path file, String algorithm) throws TlsFileException {
    PrivateFile.check(file);
    byte[] pem = read(file);
    byte[] der = new byte[0];
    try {
      der = decode(file, pem);
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      // No cause: its message may quote what it could not read.
      throw new TlsFileException(String.format(Locale.ROOT, "%s holds no %s key", file, algorithm));
    } finally {
      Arrays.fill(pem, (byte) 0);
      Arrays.fill(der, (byte) 0);
    }
  }

  private static byte[] decode(Path file, byte[] pem) throws TlsFileException {
    int begin = indexOf(pem, KEY_BEGIN, 0);
    int end = begin < 0 ? -1 : indexOf(pem, KEY_END, begin);
    if (end < 0) {
      throw new TlsFileException(
          file
              + " holds no '"
              + KEY_BEGIN
              + "': bring an unencrypted key into this form with"
              + " 'openssl pkcs8 -topk8 -nocrypt', or use tls.pkcs12");
    }
    byte[] base64 = Arrays.copyOfRange(pem, begin + KEY_BEGIN.length(), end);
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new TlsFileException(file + " holds a private key that is not base64");
    } finally {
      Arrays.fill(base64, (byte) 0);
    }
  }

  private static int indexOf(byte[] text, String word, int from) {
    byte[] sought = word.getBytes(StandardCharsets.US_ASCII);
    for (int at = from; at <= text.length - sought.length; at++) {
      if (Arrays.equals(text, at, at + sought.length, sought, 0, sought.length)) {
        return at;
      }
    }
    return -1;
  }

  private static byte[] read(Path file) throws TlsFileException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        Arrays.fill(bytes, (byte) 0);
        throw new TlsFileException(file + " is longer than " + MAX_BYTES + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new TlsFileException(file + " can't be read: is it there, and yours?", e);
    }
  }
}
