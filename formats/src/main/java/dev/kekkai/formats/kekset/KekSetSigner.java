package dev.kekkai.formats.kekset;

import dev.kekkai.formats.encoding.SealKey;
import dev.kekkai.formats.encoding.SealSigner;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Signs KEK sets with a seal key, which may be opaque, in an HSM. Thread-safe. */
public final class KekSetSigner {
  private final SealSigner signer;
  private final KekSetVerifier verifier;

  /**
   * With one seal key. JCA chooses the provider by the private key, so an opaque one's has to be
   * registered.
   *
   * @param sealKey an EC private key
   * @param sealPublic its public half, on P-256, P-384 or P-521
   * @throws IllegalArgumentException when the curve is another one
   */
  public KekSetSigner(PrivateKey sealKey, ECPublicKey sealPublic) {
    this(null, sealKey, sealPublic);
  }

  /**
   * With one seal key and its provider, registered or not.
   *
   * @param sealKey an EC private key
   * @param sealPublic its public half, on P-256, P-384 or P-521
   * @param provider the private key's
   * @throws IllegalArgumentException when the curve is another one
   */
  public KekSetSigner(PrivateKey sealKey, ECPublicKey sealPublic, Provider provider) {
    this(Objects.requireNonNull(provider, "provider"), sealKey, sealPublic);
  }

  private KekSetSigner(@Nullable Provider provider, PrivateKey sealKey, ECPublicKey sealPublic) {
    this.signer = new SealSigner(sealKey, SealKey.of(sealPublic), provider);
    this.verifier = new KekSetVerifier(List.of(sealPublic));
  }

  /**
   * Signs a set, and verifies what the token made before it is given out.
   *
   * @param set what to sign
   * @return a JWS in compact form
   * @throws SignatureException when the key does not sign, or the public half is not its own
   * @throws IllegalArgumentException when the set takes more than 1 MiB
   * @throws ProviderException when the HSM failed; unchanged as the provider threw it
   */
  public String sign(KekSet set) throws SignatureException {
    String compact = signer.sign(KekSetVerifier.TYPE, KekSetPayload.write(set)).serialize();
    if (compact.length() > KekSetVerifier.MAX_CHARS) {
      throw new IllegalArgumentException(
          "A signed KEK set has at most "
              + KekSetVerifier.MAX_CHARS
              + " characters, this one "
              + compact.length());
    }
    verify(compact, set);
    return compact;
  }

  private void verify(String compact, KekSet set) throws SignatureException {
    try {
      if (KekSetPayload.write(verifier.verify(compact)).equals(KekSetPayload.write(set))) {
        return;
      }
    } catch (KekSetException e) {
      throw new SignatureException(
          "The signature made does not verify: is the public seal key that of another one? ("
              + e.getMessage()
              + ")",
          e);
    }
    throw new SignatureException("The KEK set signed does not read back as what it was");
  }
}
