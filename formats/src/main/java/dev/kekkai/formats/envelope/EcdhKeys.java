package dev.kekkai.formats.envelope;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/** From two keys to the one that wraps the DEK, the same for who seals and who opens. */
final class EcdhKeys {
  private EcdhKeys() {}

  /**
   * Z, and by the Concat KDF the wrapping key (RFC 7518, section 4.6.2).
   *
   * @param peer a point that was checked in full
   * @param provider the private key's; null leaves the choice to JCA
   * @return the wrapping key, which the caller destroys
   * @throws ProviderException for trouble with the private key or its token
   */
  static WipeableKey wrappingKey(
      PrivateKey own, ECPublicKey peer, @Nullable Provider provider, byte[] apu, byte[] apv) {
    byte[] z = agree(own, peer, provider);
    try {
      return new WipeableKey(
          ConcatKdf.derive(
              z,
              SealAlgorithm.ECDH_ES_A256KW.jose(),
              apu,
              apv,
              SealedEnvelope.DEK_BYTES * Byte.SIZE));
    } finally {
      Arrays.fill(z, (byte) 0);
    }
  }

  private static byte[] agree(PrivateKey own, ECPublicKey peer, @Nullable Provider provider) {
    try {
      KeyAgreement agreement =
          provider == null
              ? KeyAgreement.getInstance("ECDH")
              : KeyAgreement.getInstance("ECDH", provider);
      agreement.init(own);
      agreement.doPhase(peer, true);
      return agreement.generateSecret();
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("No provider offers ECDH", e);
    } catch (InvalidKeyException e) {
      // The peer has been checked in full, so it is about the private key or its token.
      throw new ProviderException("The private key can't be used: " + e.getMessage(), e);
    }
  }
}
