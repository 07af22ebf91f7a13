package dev.kekkai.keyserver.registry;

import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * Who verifies requests. On curves that is Bouncy Castle: the JDK takes seven times as long, which
 * is more than all the rest of a request together. It is not registered, so it does nothing else.
 */
final class FastKeys {
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private FastKeys() {}

  /** Null for the JDK. */
  static @Nullable Provider provider(SignatureAlgorithm algorithm) {
    return algorithm == SignatureAlgorithm.RSA_PSS_SHA512 ? null : BOUNCY_CASTLE;
  }

  /** The same key, read once and not with each signature. */
  static PublicKey translated(PublicKey key, SignatureAlgorithm algorithm) {
    String factory =
        switch (algorithm) {
          case ED25519 -> "Ed25519";
          case ECDSA_P256_SHA256 -> "EC";
          case RSA_PSS_SHA512 -> null;
        };
    if (factory == null) {
      return key;
    }
    try {
      return KeyFactory.getInstance(factory, BOUNCY_CASTLE)
          .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("must be a public key for " + algorithm.id(), e);
    }
  }
}
