package dev.kekkai.keyserver.audit.format;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The public seal keys that somebody trusts. Immutable and thread-safe. */
public final class SealKeys {
  private final Map<Bytes, ECPublicKey> byId = new LinkedHashMap<>();

  /**
   * Keys by their ids.
   *
   * @param keys at least one, on P-256 or P-384
   * @throws IllegalArgumentException for no key, or one on another curve
   */
  public SealKeys(Collection<ECPublicKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("Seals can't be verified without a public seal key");
    }
    for (ECPublicKey key : keys) {
      algorithm(key);
      byId.put(id(key), key);
    }
  }

  /** What came of looking at a signature. */
  public enum Verdict {
    /** One of the keys has made it. */
    GOOD,
    /** The key it names did not make it. */
    FORGED,
    /** It names a key that nobody trusts. */
    UNKNOWN_KEY
  }

  /**
   * Looks at a signature.
   *
   * @param signed the seal
   * @return whether one of these keys has made it
   */
  public Verdict verify(SignedSeal signed) {
    ECPublicKey key = byId.get(signed.seal().key());
    if (key == null) {
      return Verdict.UNKNOWN_KEY;
    }
    return verify(key, signed) ? Verdict.GOOD : Verdict.FORGED;
  }

  static boolean verify(ECPublicKey key, SignedSeal signed) {
    try {
      Signature signature = Signature.getInstance(algorithm(key));
      signature.initVerify(key);
      signature.update(signed.seal().toBeSigned());
      return signature.verify(signed.signature().array());
    } catch (GeneralSecurityException e) {
      return false; // among others: not DER at all
    }
  }

  /**
   * What a key is called in seals.
   *
   * @param key a public key
   * @return SHA-256 of its SubjectPublicKeyInfo
   */
  public static Bytes id(PublicKey key) {
    byte[] spki = key.getEncoded();
    if (spki == null) {
      throw new IllegalArgumentException("The public seal key has no encoding");
    }
    return Bytes.of(HashChain.sha256().digest(spki));
  }

  /** The signature algorithm of a key, which its curve decides. */
  static String algorithm(ECPublicKey key) {
    int bits = key.getParams().getCurve().getField().getFieldSize();
    return switch (bits) {
      case 256 -> "SHA256withECDSA";
      case 384 -> "SHA384withECDSA";
      default ->
          throw new IllegalArgumentException(
              "A seal key is on P-256 or P-384, not on a curve of " + bits + " bits");
    };
  }
}
