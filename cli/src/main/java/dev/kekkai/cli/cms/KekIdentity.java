package dev.kekkai.cli.cms;

import dev.kekkai.provider.keys.KekRef;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/**
 * By which names a CMS may call a public key (RFC 5652, section 6.2.1): the identifier of the key,
 * or issuer and serial number of a certificate.
 *
 * @param keyId the subject key identifier; never changed
 * @param issuer the certificate's issuer
 * @param serial the certificate's serial number
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KekIdentity(byte[] keyId, X500Name issuer, BigInteger serial) {
  private static final int SERIAL_BYTES = 16;

  /** Of a KEK's own certificate, which follows from the KEK alone. */
  static KekIdentity of(KekRef kek, PublicKey key) {
    byte[] keyId = keyId(key);
    return new KekIdentity(keyId, name(kek), new BigInteger(1, Arrays.copyOf(keyId, SERIAL_BYTES)));
  }

  /** Of somebody's certificate; one without the extension is taken to have the usual identifier. */
  static KekIdentity of(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId());
    byte[] keyId =
        extension == null
            ? keyId(certificate.getPublicKey())
            : SubjectKeyIdentifier.getInstance(ASN1OctetString.getInstance(extension).getOctets())
                .getKeyIdentifier();
    return new KekIdentity(
        keyId,
        X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded()),
        certificate.getSerialNumber());
  }

  static X500Name name(KekRef kek) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, kek.label()).build();
  }

  /** RFC 5280, section 4.2.1.2, method 1: SHA-1, which names and proves nothing. */
  private static byte[] keyId(PublicKey key) {
    return new BcX509ExtensionUtils()
        .createSubjectKeyIdentifier(SubjectPublicKeyInfo.getInstance(key.getEncoded()))
        .getKeyIdentifier();
  }

  /** Whether a CMS means this key. */
  boolean isMeantBy(KeyTransport recipient) {
    if (recipient.id() instanceof ASN1OctetString named) {
      return Arrays.equals(named.getOctets(), keyId);
    }
    return recipient.id() instanceof IssuerAndSerialNumber named
        && named.getSerialNumber().hasValue(serial)
        && named.getName().equals(issuer);
  }
}
