package dev.kekkai.formats.encoding;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SignatureException;
import org.jspecify.annotations.Nullable;

/**
 * Signs with a seal key, which may be opaque, in an HSM. What comes out is to be verified before it
 * is given out: nothing here shows whether both halves belong together. Thread-safe.
 */
public final class SealSigner {
  private final PrivateKey sealKey;
  private final SealKey sealPublic;
  private final @Nullable Provider provider;

  /**
   * With one seal key and its provider, registered or not.
   *
   * @param sealKey an EC private key
   * @param sealPublic its public half
   * @param provider the private key's; null leaves the choice to JCA
   */
  public SealSigner(PrivateKey sealKey, SealKey sealPublic, @Nullable Provider provider) {
    this.sealKey = sealKey;
    this.sealPublic = sealPublic;
    this.provider = provider;
  }

  /**
   * Signs a text.
   *
   * @param type the header's {@code typ}, so that no other JWS of the same key passes for this one
   * @param json the text
   * @return a signed JWS, with the key's thumbprint as its {@code kid}
   * @throws SignatureException when the key does not sign
   * @throws ProviderException when the HSM failed; unchanged as the provider threw it
   */
  public JWSObject sign(String type, String json) throws SignatureException {
    JWSHeader header =
        new JWSHeader.Builder(sealPublic.algorithm())
            .type(new JOSEObjectType(type))
            .keyID(sealPublic.thumbprint())
            .build();
    JWSObject jws = new JWSObject(header, new Payload(json));
    try {
      ECDSASigner signer = new ECDSASigner(sealKey, sealPublic.curve().jose());
      if (provider != null) {
        signer.getJCAContext().setProvider(provider);
      }
      jws.sign(signer);
      return jws;
    } catch (JOSEException e) {
      throw failed(e);
    }
  }

  /**
   * What JCA threw, out of what Nimbus wrapped it in.
   *
   * @param e of a signature, or of its verification
   * @return what to throw
   * @throws ProviderException when that is what JCA threw
   */
  public static SignatureException failed(JOSEException e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof ProviderException trouble) {
        throw trouble;
      }
      if (each instanceof SignatureException failure) {
        return failure;
      }
    }
    return new SignatureException("The seal key does not sign: " + e.getMessage(), e);
  }
}
