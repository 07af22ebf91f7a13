package dev.kekkai.formats.report;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.kekkai.formats.encoding.SealKey;
import dev.kekkai.formats.encoding.SealSigner;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs reports with a seal key, which may be opaque, in an HSM: a JWS in compact form (RFC 7515)
 * whose header has {@code typ} {@value #TYPE} and, as {@code kid}, the key's JWK thumbprint with
 * SHA-256 (RFC 7638). See {@code docs/formats/report.md}. Thread-safe.
 */
public final class ReportSigner {
  /** The header's {@code typ}, so that no other JWS of the same key passes for a report. */
  public static final String TYPE = "kekkai-report+json";

  private final ECPublicKey sealPublic;
  private final SealSigner signer;

  /**
   * With one seal key and its provider, registered or not.
   *
   * @param sealKey an EC private key
   * @param sealPublic its public half, on P-256, P-384 or P-521
   * @param provider the private key's; null leaves the choice to JCA
   * @throws IllegalArgumentException when the curve is another one
   */
  public ReportSigner(PrivateKey sealKey, ECPublicKey sealPublic, @Nullable Provider provider) {
    this.sealPublic = sealPublic;
    this.signer = new SealSigner(sealKey, SealKey.of(sealPublic), provider);
  }

  /**
   * Signs a report, and verifies what the token made before it is given out.
   *
   * @param report texts, numbers, booleans, lists and maps of them
   * @return a JWS in compact form
   * @throws SignatureException when the key does not sign, or the public half is not its own
   * @throws ProviderException when the HSM failed; unchanged as the provider threw it
   */
  public String sign(Map<String, Object> report) throws SignatureException {
    JWSObject jws = signer.sign(TYPE, JSONObjectUtils.toJSONString(report));
    try {
      if (!jws.verify(new ECDSAVerifier(sealPublic))) {
        throw new SignatureException(
            "The signature made does not verify: is the public seal key that of another one?");
      }
      return jws.serialize();
    } catch (JOSEException e) {
      throw SealSigner.failed(e);
    }
  }
}
