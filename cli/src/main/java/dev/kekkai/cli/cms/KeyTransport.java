package dev.kekkai.cli.cms;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * A recipient with an RSA key (RFC 5652, section 6.2.1), and who it is: Bouncy Castle reads that
 * only when it is asked, and throws whatever comes then.
 *
 * @param id an {@link ASN1OctetString} or an {@link IssuerAndSerialNumber}
 * @param algorithm by which the content's key is wrapped; its parameters are not looked at
 * @param blob the wrapped key; never changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeyTransport(ASN1Encodable id, AlgorithmIdentifier algorithm, byte[] blob) {
  /** Throws runtime exceptions of Bouncy Castle's where it is malformed. */
  static KeyTransport of(KeyTransRecipientInfo info) {
    RecipientIdentifier recipient = info.getRecipientIdentifier();
    return new KeyTransport(
        recipient.isTagged()
            ? ASN1OctetString.getInstance(recipient.getId())
            : IssuerAndSerialNumber.getInstance(recipient.getId()),
        info.getKeyEncryptionAlgorithm(),
        info.getEncryptedKey().getOctets());
  }
}
