package dev.kekkai.provider.keys;

import dev.kekkai.config.DekImport;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.TokenException;
import java.security.interfaces.RSAPublicKey;

/**
 * Wrapping beside the life of DEKs: of software keys, to public keys that are not on the token, and
 * of blobs with an OAEP label. Thread-safe.
 */
public final class KeyWrapper {
  private final TokenSource source;
  private final TokenKeys keys;
  private final Transit transit;

  /**
   * Over one token.
   *
   * @param source where the token comes from
   * @param keys the KEKs
   */
  public KeyWrapper(TokenSource source, TokenKeys keys) {
    this.source = source;
    this.keys = keys;
    this.transit = new Transit(source);
  }

  static void requireImport(KekkaiConfig config) throws RefusedKeyException {
    if (config.deks().imported() == DekImport.REFUSE) {
      throw new RefusedKeyException(
          "Software keys are neither imported nor wrapped (dek.import = refuse): have a KeyGenerator"
              + " make the DEK in the token");
    }
  }

  /**
   * Wraps a software key, which is imported into the token for this one call.
   *
   * @param value 16, 24 or 32 bytes of an AES key; the caller wipes them
   * @param kek an AES KEK
   * @param method RFC 3394 or RFC 5649
   * @return the blob
   * @throws RefusedKeyException where the configuration lets none be imported
   * @throws TokenException when the token refuses
   */
  public byte[] wrapSoftwareKey(byte[] value, TokenKey kek, WrapMethod method)
      throws TokenException {
    requireImport(source.config());
    try (Transit.From imported = transit.bytes(value.clone())) {
      return keys.wrapping(kek, under -> transit.carry(imported, transit.under(under, method)));
    }
  }

  /**
   * Wraps a software key with a public key; both are imported into the token for this one call.
   *
   * @param value 16, 24 or 32 bytes of an AES key; the caller wipes them
   * @param rsa the public key
   * @param mechanism an OAEP mechanism
   * @return the blob
   * @throws RefusedKeyException where the configuration lets none be imported
   * @throws TokenException when the token refuses
   */
  public byte[] wrapSoftwareKey(byte[] value, RSAPublicKey rsa, Mechanism mechanism)
      throws TokenException {
    requireImport(source.config());
    try (Transit.From imported = transit.bytes(value.clone())) {
      return source.retrying(() -> transit.carry(imported, transit.under(rsa, mechanism)));
    }
  }

  /**
   * Wraps a DEK with a public key that need not be on the token.
   *
   * @param wrapped the wrapped DEK
   * @param rsa the public key
   * @param mechanism an OAEP mechanism
   * @return the blob
   * @throws BadBlobException when the DEK is not one of its KEK
   * @throws TokenException when its KEK is hsm-only, or for other trouble
   */
  public byte[] rewrap(WrappedDek wrapped, RSAPublicKey rsa, Mechanism mechanism)
      throws TokenException {
    return keys.unwrapping(
        wrapped.kek(),
        from -> {
          Deks.refuseHsmOnly(from, true, "wrapping to a public key");
          try (Transit.From old = transit.unwrapped(from, wrapped)) {
            return transit.carry(old, transit.under(rsa, mechanism));
          }
        });
  }

  /**
   * Wraps a DEK again under the same RSA KEK without the OAEP label it came with: a wrapped DEK is
   * kept without one.
   *
   * @param kek the RSA KEK
   * @param blob what came
   * @param labelled the OAEP mechanism with its label
   * @param method the method to keep it by
   * @return the wrapped DEK to keep
   * @throws BadBlobException when blob or label don't fit
   * @throws RefusedKeyException where the configuration lets no key be imported
   * @throws TokenException when the KEK is hsm-only, or for other trouble
   */
  public WrappedDek withoutLabel(TokenKey kek, byte[] blob, Mechanism labelled, WrapMethod method)
      throws TokenException {
    requireImport(source.config());
    return keys.unwrapping(
        kek.ref(),
        from -> {
          Deks.refuseHsmOnly(from, true, "an OAEP label");
          Transit.To again = transit.under(from, method);
          try (Transit.From labelledOne = transit.unwrapped(from, labelled, blob)) {
            return new WrappedDek(from.ref(), method, transit.carry(labelledOne, again));
          }
        });
  }
}
