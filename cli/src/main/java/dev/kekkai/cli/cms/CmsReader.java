package dev.kekkai.cli.cms;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetStringParser;
import org.bouncycastle.asn1.ASN1SequenceParser;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1StreamParser;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.cms.AuthEnvelopedDataParser;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfoParser;
import org.bouncycastle.asn1.cms.EncryptedContentInfoParser;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * Reads an AuthEnvelopedData (RFC 5083, section 2.1) of AES-256-GCM (RFC 5084) bit by bit, in DER
 * or BER. What comes before the content and after it is kept in memory, and so bounded. Not
 * thread-safe.
 */
public final class CmsReader {
  /** What may come before the content: more than a hundred recipients. */
  static final int HEADER_BYTES = 64 * 1024;

  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  /** After the content: a tag, and the ends of what began before. */
  private static final int TRAILER_BYTES = 1024;

  private static final int BUFFER_BYTES = 64 * 1024;

  private final BoundedInput in;
  private final ASN1SequenceParser outermost;
  private final AuthEnvelopedDataParser message;
  private final List<KeyTransport> recipients;
  private final byte[] nonce;
  private final InputStream content;

  private CmsReader(BoundedInput in) throws IOException, CmsFormatException {
    this.in = in;
    this.outermost = outermost(in);
    ContentInfoParser info = new ContentInfoParser(outermost);
    requireAuthEnveloped(info.getContentType());
    this.message =
        new AuthEnvelopedDataParser((ASN1SequenceParser) info.getContent(BERTags.SEQUENCE));
    this.recipients =
        recipients(ASN1Set.getInstance(message.getRecipientInfos().toASN1Primitive()));
    EncryptedContentInfoParser encrypted = message.getAuthEncryptedContentInfo();
    requireData(encrypted.getContentType());
    this.nonce = nonce(encrypted.getContentEncryptionAlgorithm());
    this.content =
        ((ASN1OctetStringParser) encrypted.getEncryptedContent(BERTags.OCTET_STRING))
            .getOctetStream();
  }

  /**
   * Reads up to the content.
   *
   * @param file read bit by bit, and not closed
   * @return where the content begins
   * @throws IOException when the input can't be read
   * @throws CmsFormatException when it is no CMS that is taken; the message says why
   */
  public static CmsReader open(InputStream file) throws IOException, CmsFormatException {
    BoundedInput in = new BoundedInput(new BufferedInputStream(file, BUFFER_BYTES));
    in.allow(HEADER_BYTES);
    CmsReader reader;
    try {
      reader = new CmsReader(in);
    } catch (IOException | RuntimeException e) { // Bouncy Castle throws several of them
      in.requireNoTrouble();
      throw new CmsFormatException(
          in.isSpent()
              ? "More than " + HEADER_BYTES + " bytes come before the content; that is not taken"
              : "Not a CMS AuthEnvelopedData: it is damaged or cut short, or something else",
          e);
    }
    in.allow(Long.MAX_VALUE);
    return reader;
  }

  private static ASN1SequenceParser outermost(BoundedInput in)
      throws IOException, CmsFormatException {
    ASN1Encodable first = new ASN1StreamParser(in, HEADER_BYTES).readObject();
    if (first instanceof ASN1SequenceParser sequence) {
      return sequence;
    }
    throw new CmsFormatException(
        "Not a CMS in DER or BER; openssl cms writes that when told -outform DER");
  }

  private static void requireAuthEnveloped(ASN1ObjectIdentifier type) throws CmsFormatException {
    if (type.equals(CMSObjectIdentifiers.envelopedData)) {
      throw new CmsFormatException(
          "A CMS EnvelopedData, whose content nothing authenticates: it is not taken; openssl cms"
              + " -encrypt makes AuthEnvelopedData when told -aes-256-gcm");
    }
    if (!type.equals(CMSObjectIdentifiers.authEnvelopedData)) {
      throw new CmsFormatException("Not a CMS AuthEnvelopedData, but of the type " + type);
    }
  }

  private static void requireData(ASN1ObjectIdentifier type) throws CmsFormatException {
    if (!type.equals(CMSObjectIdentifiers.data)) {
      throw new CmsFormatException("Its content is of the type " + type + ", not data");
    }
  }

  private static List<KeyTransport> recipients(ASN1Set all) {
    List<KeyTransport> recipients = new ArrayList<>();
    for (ASN1Encodable one : all) {
      if (RecipientInfo.getInstance(one).getInfo() instanceof KeyTransRecipientInfo transport) {
        recipients.add(KeyTransport.of(transport));
      }
    }
    return List.copyOf(recipients);
  }

  private static byte[] nonce(AlgorithmIdentifier algorithm) throws CmsFormatException {
    if (!algorithm.getAlgorithm().equals(NISTObjectIdentifiers.id_aes256_GCM)) {
      throw new CmsFormatException(
          "Its content is encrypted by " + algorithm.getAlgorithm() + ", not by AES-256-GCM");
    }
    GCMParameters gcm = GCMParameters.getInstance(algorithm.getParameters());
    if (gcm.getNonce().length != NONCE_BYTES || gcm.getIcvLen() != TAG_BYTES) {
      throw new CmsFormatException(
          "Its nonce has "
              + gcm.getNonce().length
              + " bytes and its tag "
              + gcm.getIcvLen()
              + "; taken are "
              + NONCE_BYTES
              + " and "
              + TAG_BYTES);
    }
    return gcm.getNonce();
  }

  /** Those of RSA; others are passed over. */
  List<KeyTransport> recipients() {
    return recipients;
  }

  byte[] nonce() {
    return nonce.clone();
  }

  /**
   * Some more of the ciphertext.
   *
   * @param to where to write it
   * @return how many bytes there are, at least one; -1 at its end
   * @throws IOException when the input can't be read
   * @throws CmsDecryptionException when it is damaged or cut short
   */
  public int read(byte[] to) throws IOException, CmsDecryptionException {
    try {
      return content.read(to, 0, to.length);
    } catch (IOException | RuntimeException e) {
      in.requireNoTrouble();
      throw new CmsDecryptionException();
    }
  }

  /**
   * The tag, once the content was read; nothing comes after it.
   *
   * @return 16 bytes
   * @throws IOException when the input can't be read
   * @throws CmsDecryptionException when there is none, or anything else
   */
  public byte[] tag() throws IOException, CmsDecryptionException {
    in.allow(TRAILER_BYTES);
    try {
      if (message.getAuthAttrs() == null) {
        byte[] tag = message.getMac().getOctets();
        if (tag.length == TAG_BYTES && isAtEnd()) {
          return tag;
        }
      }
    } catch (IOException | RuntimeException e) {
      in.requireNoTrouble();
    }
    throw new CmsDecryptionException();
  }

  private boolean isAtEnd() throws IOException {
    return message.getUnauthAttrs() == null && outermost.readObject() == null && in.read() < 0;
  }
}
