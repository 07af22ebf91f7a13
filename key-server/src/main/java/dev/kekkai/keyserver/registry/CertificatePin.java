package dev.kekkai.keyserver.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which TLS certificate is a client's: one certificate, or every certificate of one key.
 *
 * @param of what the hash is over
 * @param sha256 64 hexadecimal digits in lower case
 */
public record CertificatePin(Of of, String sha256) {
  private static final String SPKI = "spki:";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks the hash.
   *
   * @param of what the hash is over
   * @param sha256 64 hexadecimal digits in lower case
   * @throws IllegalArgumentException when it is something else
   */
  public CertificatePin {
    if (!HEX.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "must be the SHA-256 of the certificate, 64 hexadecimal digits (openssl x509 -noout"
              + " -fingerprint -sha256), or spki: and the SHA-256 of its SubjectPublicKeyInfo");
    }
  }

  /** What a hash is over. */
  public enum Of {
    /** The DER encoding of the certificate. */
    CERTIFICATE,
    /** The DER encoding of its SubjectPublicKeyInfo, which a renewed certificate may share. */
    PUBLIC_KEY
  }

  /**
   * Reads what stands in the registry.
   *
   * @param text 64 hexadecimal digits, with or without colons, perhaps after {@code spki:}
   * @return the pin
   * @throws IllegalArgumentException when it is none
   */
  public static CertificatePin parse(String text) {
    boolean spki = text.startsWith(SPKI);
    String hex = spki ? text.substring(SPKI.length()) : text;
    return new CertificatePin(
        spki ? Of.PUBLIC_KEY : Of.CERTIFICATE, hex.replace(":", "").toLowerCase(Locale.ROOT));
  }

  /** The pin of a certificate. */
  static CertificatePin of(Of what, X509Certificate certificate) {
    try {
      byte[] der =
          what == Of.CERTIFICATE
              ? certificate.getEncoded()
              : certificate.getPublicKey().getEncoded();
      return new CertificatePin(what, HexFormat.of().formatHex(sha256(der)));
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("A certificate without encoding", e);
    }
  }

  static String sha256(String text) {
    return HexFormat.of().formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return (of == Of.PUBLIC_KEY ? SPKI : "") + sha256;
  }
}
