package dev.kekkai.formats.envelope;

import dev.kekkai.formats.encoding.NistCurve;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.interfaces.ECPublicKey;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * ECDH-ES+A256KW: the token, or the JDK, agrees on Z; deriving and unwrapping with it is software,
 * so that the key's provider has to offer ECDH and nothing else.
 */
final class EcdhRecovery implements KeyRecovery {
  private final PrivateKey kek;
  private final NistCurve curve;
  private final @Nullable Provider provider;

  /** The generator: a peer whose Z is no secret, so what comes of it is never used. */
  private final ECPublicKey substitute;

  EcdhRecovery(PrivateKey kek, NistCurve curve, @Nullable Provider provider) {
    this.kek = kek;
    this.curve = curve;
    this.provider = provider;
    this.substitute = curve.key(curve.params().getGenerator());
  }

  @Override
  public @Nullable SecretKey recover(SealedEnvelope envelope) {
    EnvelopeHeader header = envelope.header();
    ECPublicKey peer = peer(header);
    WipeableKey wrappingKey =
        EcdhKeys.wrappingKey(
            kek, peer == null ? substitute : peer, provider, header.apu(), header.apv());
    try {
      return peer == null ? null : AesKeyWrap.unwrap(wrappingKey, envelope.encryptedKey());
    } finally {
      wrappingKey.destroy();
    }
  }

  /** Null for a key that is off the curve, on another one, or missing because it is an RSA item. */
  private @Nullable ECPublicKey peer(EnvelopeHeader header) {
    EphemeralKey epk = header.epk();
    return epk != null && epk.curve() == curve && curve.has(epk.point())
        ? curve.key(epk.point())
        : null;
  }
}
