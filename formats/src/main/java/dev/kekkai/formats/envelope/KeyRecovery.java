package dev.kekkai.formats.envelope;

import dev.kekkai.formats.encoding.NistCurve;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Gets the DEK out of an envelope with a private KEK. Whatever is wrong with the envelope, the
 * private key has its one operation, on a substitute if need be, so that the time does not tell
 * what was wrong. Thread-safe.
 */
sealed interface KeyRecovery permits RsaRecovery, EcdhRecovery {

  /**
   * Recovers the DEK.
   *
   * @return the DEK, which the caller destroys; null when the envelope has none for this KEK
   * @throws java.security.ProviderException for trouble with the HSM
   */
  @Nullable SecretKey recover(SealedEnvelope envelope);

  /** By the kind of key. An opaque key tells its modulus or curve; that is all that is asked. */
  static KeyRecovery of(PrivateKey kek, @Nullable Provider provider) {
    if (kek instanceof RSAKey rsa) {
      return new RsaRecovery(kek, rsa.getModulus(), provider);
    }
    if (kek instanceof ECKey ec) {
      return new EcdhRecovery(
          kek,
          NistCurve.of(ec.getParams())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "An EC KEK is on " + NistCurve.NAMES + "; this key is on another curve")),
          provider);
    }
    throw new IllegalArgumentException(
        "A private KEK is an RSA or EC key, with the interface RSAKey or ECKey; this one's"
            + " algorithm is "
            + kek.getAlgorithm());
  }
}
