package dev.kekkai.keyserver.audit.format;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import org.jspecify.annotations.Nullable;

/** Makes seals with a key that may live in an HSM. Thread-safe as far as its provider is. */
public final class SealKey {
  private final PrivateKey key;
  private final ECPublicKey publicKey;
  private final @Nullable Provider provider;
  private final Bytes id;

  /**
   * A key whose provider is found by JCA.
   *
   * @param key signs; need not have an encoding
   * @param publicKey its public half, on P-256 or P-384
   * @throws IllegalArgumentException for another curve
   */
  public SealKey(PrivateKey key, ECPublicKey publicKey) {
    this(key, publicKey, null);
  }

  /**
   * A key of one provider.
   *
   * @param key signs; need not have an encoding
   * @param publicKey its public half, on P-256 or P-384
   * @param provider signs with it; null for whoever JCA finds
   * @throws IllegalArgumentException for another curve
   */
  public SealKey(PrivateKey key, ECPublicKey publicKey, @Nullable Provider provider) {
    SealKeys.algorithm(publicKey);
    this.key = key;
    this.publicKey = publicKey;
    this.provider = provider;
    this.id = SealKeys.id(publicKey);
  }

  /**
   * What the key is called in seals.
   *
   * @return SHA-256 of its SubjectPublicKeyInfo, 32 bytes
   */
  public Bytes id() {
    return id;
  }

  /**
   * Its public half, which verifies the seals.
   *
   * @return the public key
   */
  public ECPublicKey publicKey() {
    return publicKey;
  }

  /**
   * Signs a seal, and looks at the signature before anybody else does.
   *
   * @param seal must name this key
   * @return the seal with its signature
   * @throws GeneralSecurityException when the key can't sign, or makes signatures that the public
   *     key does not verify
   * @throws java.security.ProviderException when the HSM is in trouble
   */
  public SignedSeal sign(Seal seal) throws GeneralSecurityException {
    String algorithm = SealKeys.algorithm(publicKey);
    Signature signature =
        provider == null
            ? Signature.getInstance(algorithm)
            : Signature.getInstance(algorithm, provider);
    signature.initSign(key);
    signature.update(seal.toBeSigned());
    SignedSeal signed = new SignedSeal(seal, Bytes.of(signature.sign()));
    if (!SealKeys.verify(publicKey, signed)) {
      throw new GeneralSecurityException(
          "The seal key's signature does not verify under its public key: they are no pair");
    }
    return signed;
  }
}
