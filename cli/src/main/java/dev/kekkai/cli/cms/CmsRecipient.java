package dev.kekkai.cli.cms;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/** Whom a CMS is sealed for: an RSA public key, wrapped for in software. Immutable. */
public final class CmsRecipient {
  private static final int LEAST_BITS = 2048;
  private static final int KEY_ENCIPHERMENT = 2;

  private final String name;
  private final RecipientInfoGenerator generator;

  private CmsRecipient(String name, RecipientInfoGenerator generator) {
    this.name = name;
    this.generator = generator;
  }

  /**
   * A KEK on the token, with the hash that its module takes. The CMS names it by the identifier of
   * its key.
   *
   * @param provider a configured provider, with the token connected
   * @param kek an RSA KEK
   * @return the recipient
   * @throws CliException when a CMS for that KEK could not be opened
   * @throws TokenException when the module has no RSA-OAEP
   */
  public static CmsRecipient of(KekkaiProvider provider, TokenKey kek)
      throws CliException, TokenException {
    CmsKeks.requireSoftware(provider);
    CmsKeks.requireFit(kek);
    PublicKey key = Objects.requireNonNull(kek.publicKey(), "public half of an RSA KEK");
    Oaep oaep = Oaep.of(provider.source().operations().mechanisms().preferred(kek));
    return new CmsRecipient(
        kek.ref() + ", RSA-OAEP with " + oaep,
        new JceKeyTransRecipientInfoGenerator(
                KekIdentity.of(kek.ref(), key).keyId(), oaep.algorithm(), key)
            .setProvider(bouncyCastle()));
  }

  /**
   * Whoever has the private key of a certificate; nothing is said about who that is. The CMS names
   * it by issuer and serial number.
   *
   * @param certificate of an RSA key
   * @param hash the hash of OAEP, such as {@code sha-256}
   * @return the recipient
   * @throws CliException when the certificate is not for that, or not valid today
   */
  public static CmsRecipient of(X509Certificate certificate, String hash) throws CliException {
    String name = certificate.getSubjectX500Principal().getName();
    requireFit(certificate, name);
    Oaep oaep = oaep(hash);
    try {
      return new CmsRecipient(
          name + ", RSA-OAEP with " + oaep,
          new JceKeyTransRecipientInfoGenerator(certificate, oaep.algorithm())
              .setProvider(bouncyCastle()));
    } catch (CertificateEncodingException e) {
      throw refused(name, "can't be read", e);
    }
  }

  private static Provider bouncyCastle() {
    return new BouncyCastleProvider();
  }

  private static void requireFit(X509Certificate certificate, String name) throws CliException {
    boolean[] usage = certificate.getKeyUsage();
    if (!(certificate.getPublicKey() instanceof RSAPublicKey rsa)
        || rsa.getModulus().bitLength() < LEAST_BITS
        || (usage != null && !usage[KEY_ENCIPHERMENT])) {
      throw refused(
          name,
          "is not of an RSA key of at least " + LEAST_BITS + " bits that keys may be wrapped for",
          null);
    }
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException e) {
      throw refused(name, "expired on " + certificate.getNotAfter().toInstant(), e);
    } catch (CertificateNotYetValidException e) {
      throw refused(name, "is valid only from " + certificate.getNotBefore().toInstant(), e);
    }
  }

  private static CliException refused(
      String name, String why, @Nullable GeneralSecurityException cause) {
    return new CliException(ExitCode.REFUSED, "The certificate of " + name + " " + why, cause);
  }

  private static Oaep oaep(String asked) throws CliException {
    return Arrays.stream(Oaep.values())
        .filter(oaep -> oaep.toString().equals(asked.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.USAGE,
                    "--oaep is one of " + Arrays.toString(Oaep.values()) + ", not " + asked));
  }

  RecipientInfoGenerator generator() {
    return generator;
  }

  /**
   * Who it is, and how its key is wrapped.
   *
   * @return for a person
   */
  @Override
  public String toString() {
    return name;
  }
}
