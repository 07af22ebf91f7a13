package dev.kekkai.cli.cms;

import dev.kekkai.provider.keys.WrapMethod;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * RSAES-OAEP as CMS names it (RFC 3560, RFC 8017 appendix A.2.1): MGF1 with the same hash, and no
 * label.
 */
enum Oaep {
  SHA_1("sha-1", OIWObjectIdentifiers.idSHA1, WrapMethod.RSA_OAEP_SHA1),
  SHA_256("sha-256", NISTObjectIdentifiers.id_sha256, WrapMethod.RSA_OAEP_SHA256),
  SHA_384("sha-384", NISTObjectIdentifiers.id_sha384, WrapMethod.RSA_OAEP_SHA384),
  SHA_512("sha-512", NISTObjectIdentifiers.id_sha512, WrapMethod.RSA_OAEP_SHA512);

  private final String displayName;
  private final String hashId;
  private final WrapMethod method;

  Oaep(String displayName, ASN1ObjectIdentifier hash, WrapMethod method) {
    this.displayName = displayName;
    this.hashId = hash.getId();
    this.method = method;
  }

  /** Of a KEK. */
  static Oaep of(WrapMethod method) {
    return Arrays.stream(values())
        .filter(oaep -> oaep.method == method)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(method.id() + " is no RSA-OAEP"));
  }

  /** What a CMS says. */
  static Oaep of(AlgorithmIdentifier algorithm) throws CmsFormatException {
    if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
      throw new CmsFormatException(
          "Its key is wrapped with RSA by PKCS #1 v1.5, which is not taken; openssl cms -encrypt"
              + " wraps with OAEP when told -keyopt rsa_padding_mode:oaep");
    }
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSAES_OAEP)) {
      throw new CmsFormatException(
          "Its key is wrapped by " + algorithm.getAlgorithm() + ", not by RSA-OAEP");
    }
    ASN1Encodable params = algorithm.getParameters();
    try {
      return of(params == null ? new RSAESOAEPparams() : RSAESOAEPparams.getInstance(params));
    } catch (RuntimeException e) { // Bouncy Castle throws several of them
      throw new CmsFormatException(
          "Its key is wrapped by RSA-OAEP with parameters that are damaged or incomplete", e);
    }
  }

  private static Oaep of(RSAESOAEPparams params) throws CmsFormatException {
    AlgorithmIdentifier mgf = params.getMaskGenAlgorithm();
    AlgorithmIdentifier label = params.getPSourceAlgorithm();
    ASN1ObjectIdentifier hash = params.getHashAlgorithm().getAlgorithm();
    boolean usual =
        mgf.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
            && hash.equals(AlgorithmIdentifier.getInstance(mgf.getParameters()).getAlgorithm())
            && ASN1OctetString.getInstance(label.getParameters()).getOctets().length == 0;
    return Arrays.stream(values())
        .filter(oaep -> usual && oaep.hashId.equals(hash.getId()))
        .findFirst()
        .orElseThrow(
            () ->
                new CmsFormatException(
                    "Its key is wrapped by RSA-OAEP in a way that is not taken: one of "
                        + Arrays.toString(values())
                        + " for both hashes, and no label"));
  }

  WrapMethod method() {
    return method;
  }

  AlgorithmIdentifier algorithm() {
    AlgorithmIdentifier digest =
        new AlgorithmIdentifier(new ASN1ObjectIdentifier(hashId), DERNull.INSTANCE);
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_RSAES_OAEP,
        new RSAESOAEPparams(
            digest,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest),
            RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));
  }

  @Override
  public String toString() {
    return displayName;
  }
}
